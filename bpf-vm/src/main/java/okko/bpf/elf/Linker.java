package okko.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import okko.bpf.elf.Functions.Function;
import okko.bpf.elf.MapTable.Reference;
import okko.bpf.engine.PlatformVariable;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines.SourceLine;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Opcode;

/**
 * Makes one program of an entry function and all functions that it refers to, directly or not: copies them one behind
 * the other and replaces each reference by what it refers to.
 */
final class Linker {

    private final ElfFile elf;
    private final Functions functions;
    private final Abi abi;
    private final Btf btf;
    private final MapTable maps;
    private final Placement placement = new Placement();
    private final ArrayDeque<Function> unlinked = new ArrayDeque<>();

    private Linker(ElfFile elf, Functions functions, Abi abi) throws ElfException {
        this.elf = elf;
        this.functions = functions;
        this.abi = abi;
        btf = Btf.read(elf);
        maps = new MapTable(elf, abi, btf, this::pcOf);
    }

    static ProgramImage link(ElfFile elf, Functions functions, Function entry, Abi abi) throws ElfException {
        return new Linker(elf, functions, abi).run(entry);
    }

    private ProgramImage run(Function entry) throws ElfException {
        place(entry);
        var linked = new ArrayList<ByteBuffer>();
        while (!unlinked.isEmpty()) {
            linked.add(link(unlinked.remove()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(placement.slots() * Opcode.SLOT_BYTES);
        linked.forEach(bytes::put);
        Code code = decode(bytes.array());
        checkBoundaries(code);
        BtfExtension extension = BtfExtension.read(elf, btf);
        NavigableMap<Integer, SourceLine> lines = new TreeMap<>();
        if (extension != null) {
            KernelRelocations.check(extension, btf, placement);
            lines = LineTable.read(extension, btf.strings(), placement);
        }
        return new ProgramImage(
                elf.nameOf(entry.symbol()), abi, abi.usualRole(), code, maps.definitions(),
                new SourceLines(lines, functionNames()), maps.details());
    }

    private Map<Integer, String> functionNames() throws ElfException {
        Map<Integer, String> names = new HashMap<>();
        for (var placed : placement.functions()) {
            names.put(placed.getValue(), elf.nameOf(placed.getKey().symbol()));
        }
        return names;
    }

    /** Returns the pc of a function's first instruction; the function is linked in its turn. */
    private int place(Function function) throws ElfException {
        if (!placement.contains(function)) {
            placement.add(function);
            unlinked.add(function);
        }
        return placement.pcOf(function);
    }

    private int pcOf(ElfSection section, long offset, Where where) throws ElfException {
        return place(functions.startingAt(section, offset, where));
    }

    private ByteBuffer link(Function function) throws ElfException {
        Span section = elf.contents(function.section());
        byte[] copy = section.part("function", function.start(), function.end() - function.start()).copy();
        ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, ElfRelocation> references = elf.relocationsOf(function.section());
        for (int at = 0; at < bytes.limit(); at += Opcode.SLOT_BYTES) {
            int opcode = bytes.get(at) & 0xff;
            var site = new Site(function, bytes, at, references.get(function.start() + at));
            switch (opcode) {
                case Opcode.LDDW -> {
                    linkLoad(site);
                    at += Opcode.SLOT_BYTES;
                }
                case Opcode.CALL_IMMEDIATE -> linkCall(site);
                default -> {
                    if (site.relocation != null) {
                        throw new ElfException("%s: relocation of opcode 0x%02x", site.name(), opcode);
                    }
                }
            }
        }
        return bytes.rewind();
    }

    private void linkLoad(Site site) throws ElfException {
        if (site.at + 2 * Opcode.SLOT_BYTES > site.bytes.limit()) {
            throw new ElfException("%s: two-slot load is cut off by the end of the function", site.name());
        }
        if (site.source() != Opcode.LDDW_CONSTANT) {
            throw new ElfException("%s: two-slot load of kind %d in an object file", site.name(), site.source());
        }
        if (site.relocation == null) {
            return;
        }
        ElfSymbol symbol = site.relocation.symbol();
        if (!site.relocation.fitsLoad()) {
            throw new ElfException("%s: bad relocation type %d", site.name(), site.relocation.type());
        }
        if (!symbol.isDefined()) {
            linkExternal(site, symbol);
            return;
        }
        ElfSection section = elf.sectionOf(symbol);
        long offset = Functions.offset(symbol, site.immediate(), false);
        if (section.isCode()) {
            site.putLoad(Opcode.LDDW_CODE, pcOf(section, offset, site::name) - site.pc() - 1, 0);
        } else if (section.isData()) {
            switch (maps.resolve(section, offset, site::name)) {
                case Reference.ToMap(var map) -> site.putLoad(Opcode.LDDW_MAP, map, 0);
                case Reference.ToValue(var map, var at) -> site.putLoad(Opcode.LDDW_VALUE, map, at);
            }
        } else {
            throw new ElfException("%s: address in section %s is not supported", site.name(), section.name());
        }
    }

    /** A variable that the platform provides; a weak one that it does not provide is at address 0. */
    private void linkExternal(Site site, ElfSymbol symbol) throws ElfException {
        String name = elf.nameOf(symbol);
        for (PlatformVariable variable : PlatformVariable.values()) {
            if (variable.symbol().equals(name) && site.immediate() == 0) {
                site.putLoad(Opcode.LDDW_VARIABLE, variable.number(), 0);
                return;
            }
        }
        if (!symbol.isWeak()) {
            throw new ElfException("%s: undefined symbol %s is no variable of the platform", site.name(), name);
        }
        site.putLoad(Opcode.LDDW_CONSTANT, 0, 0);
    }

    private void linkCall(Site site) throws ElfException {
        if (site.relocation == null) {
            if (site.source() == Opcode.CALL_LOCAL) {
                long callee = site.function.start() + site.at + (site.immediate() + 1L) * Opcode.SLOT_BYTES;
                linkLocalCall(site, site.function.section(), callee);
            }
            return;
        }
        if (!site.relocation.fitsCall()) {
            throw new ElfException("%s: bad relocation type %d", site.name(), site.relocation.type());
        }
        ElfSymbol symbol = site.relocation.symbol();
        if (symbol.isDefined()) {
            linkLocalCall(site, elf.sectionOf(symbol), Functions.offset(symbol, site.immediate(), true));
        } else {
            site.putCall(Opcode.CALL_HELPER, helper(site, elf.nameOf(symbol)).number());
        }
    }

    private void linkLocalCall(Site site, ElfSection section, long offset) throws ElfException {
        site.putCall(Opcode.CALL_LOCAL, calleePc(site, section, offset) - site.pc() - 1);
    }

    private int calleePc(Site site, ElfSection section, long offset) throws ElfException {
        // An assembler may give all code one symbol: a callee without a symbol is then copied with its caller.
        if (functions.at(section, offset) == null && site.function.contains(section, offset)) {
            return placement.pcOf(site.function) + site.function.slotAt(offset);
        }
        return pcOf(section, offset, site::name);
    }

    private Helper helper(Site site, String symbol) throws ElfException {
        Helper helper = Helper.bySymbol(symbol);
        if (helper == null) {
            throw new ElfException("%s: call of %s, which is neither in the object nor a helper", site.name(), symbol);
        }
        if (helper.abi() != abi) {
            throw new ElfException("%s: call of %s, a helper of ABI %s, by a program of ABI %s",
                    site.name(), symbol, helper.abi().label(), abi.label());
        }
        return helper;
    }

    private static Code decode(byte[] bytes) throws ElfException {
        return switch (Decoder.decode(bytes)) {
            case DecodeOutcome.Decoded(var code) -> code;
            case DecodeOutcome.Malformed(var errors) -> throw new ElfException(
                    "%s%s", errors.getFirst(), errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)");
        };
    }

    /** Functions may call each other, not run or jump into each other. */
    private void checkBoundaries(Code code) throws ElfException {
        for (var placed : placement.functions()) {
            int start = placed.getValue();
            int end = start + placed.getKey().slots();
            Instruction last = null;
            for (int pc = start; pc < end; pc++) {
                last = code.at(pc) == null ? last : code.at(pc);
                int target = switch (code.at(pc)) {
                    case Jump(var to) -> to;
                    case Branch branch -> branch.target();
                    case null, default -> start;
                };
                if (target < start || target >= end) {
                    throw new ElfException("pc %d: jump out of function %s", pc, elf.nameOf(placed.getKey().symbol()));
                }
            }
            if (!(last instanceof Exit) && !(last instanceof Jump)) {
                throw new ElfException("function %s runs over its end: last instruction must be exit or goto",
                        elf.nameOf(placed.getKey().symbol()));
            }
        }
    }

    /** An instruction that may refer to something: where it is, and the relocation of it, if any. */
    private final class Site {

        private final Function function;
        private final ByteBuffer bytes;
        private final int at;
        private final ElfRelocation relocation;

        Site(Function function, ByteBuffer bytes, int at, ElfRelocation relocation) {
            this.function = function;
            this.bytes = bytes;
            this.at = at;
            this.relocation = relocation;
        }

        /** Where the instruction is in the program. */
        int pc() {
            return placement.pcOf(function) + at / Opcode.SLOT_BYTES;
        }

        int source() {
            return bytes.get(at + 1) >> 4 & 0x0f;
        }

        int immediate() {
            return bytes.getInt(at + 4);
        }

        void putLoad(int kind, int first, int second) {
            putSource(kind);
            bytes.putInt(at + 4, first);
            bytes.putInt(at + Opcode.SLOT_BYTES + 4, second);
        }

        void putCall(int kind, int immediate) {
            putSource(kind);
            bytes.putInt(at + 4, immediate);
        }

        private void putSource(int kind) {
            bytes.put(at + 1, (byte) (bytes.get(at + 1) & 0x0f | kind << 4));
        }

        String name() throws ElfException {
            return "%s+%d".formatted(elf.nameOf(function.symbol()), at / Opcode.SLOT_BYTES);
        }
    }
}
