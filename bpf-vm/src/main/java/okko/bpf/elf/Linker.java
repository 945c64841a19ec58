package okko.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import okko.bpf.elf.Functions.Function;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Structure;

/**
 * Makes one program of an entry function and all functions that it calls, directly or not: copies them one behind the
 * other and replaces each reference by what it refers to.
 */
final class Linker {

    private static final int SLOT_BYTES = 8;

    // Encoding, as in RFC 9669; the kinds of load are those that the decoder gives a meaning to.
    private static final int LDDW = 0x18;
    private static final int LDDW_MAP = 5;
    private static final int LDDW_VALUE = 6;
    private static final int CALL = 0x85;
    private static final int CALL_HELPER = 0;
    private static final int CALL_LOCAL = 1;

    private final ElfFile elf;
    private final Functions functions;
    private final MapTable maps;
    private final Map<Function, Integer> basePcs = new LinkedHashMap<>();
    private final ArrayDeque<Function> unlinked = new ArrayDeque<>();
    private final Map<Integer, Map<Long, ElfRelocation>> relocations = new HashMap<>();
    /** What was linked, by section name and first slot in it. */
    private final Map<String, TreeMap<Long, Function>> bySlot = new HashMap<>();
    private int slots;

    private Linker(ElfFile elf, Functions functions) {
        this.elf = elf;
        this.functions = functions;
        maps = new MapTable(elf);
    }

    static ProgramImage link(ElfFile elf, Functions functions, Function entry) throws ElfException {
        return new Linker(elf, functions).run(entry);
    }

    private ProgramImage run(Function entry) throws ElfException {
        place(entry);
        var linked = new ArrayList<ByteBuffer>();
        while (!unlinked.isEmpty()) {
            linked.add(link(unlinked.remove()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(slots * SLOT_BYTES);
        linked.forEach(bytes::put);
        Code code = decode(bytes.array());
        checkBoundaries(code);
        SourceLines lines = LineTable.read(elf, this::pcOf);
        return new ProgramImage(elf.nameOf(entry.symbol()), Abi.OKO, code, maps.definitions(), lines);
    }

    /** Returns the pc of a function's first instruction; the function is linked in its turn. */
    private int place(Function function) throws ElfException {
        Integer known = basePcs.get(function);
        if (known != null) {
            return known;
        }
        int base = slots;
        slots += function.slots();
        if (slots > Structure.MAX_SLOTS) {
            throw new ElfException("program has more than %,d slots", Structure.MAX_SLOTS);
        }
        basePcs.put(function, base);
        bySlot.computeIfAbsent(function.section().name(), _ -> new TreeMap<>())
                .put(function.start() / SLOT_BYTES, function);
        unlinked.add(function);
        return base;
    }

    private ByteBuffer link(Function function) throws ElfException {
        Span section = elf.contents(function.section());
        byte[] copy = section.part("function", function.start(), function.end() - function.start()).copy();
        ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, ElfRelocation> references = relocationsOf(function.section());
        for (int at = 0; at < bytes.limit(); at += SLOT_BYTES) {
            int opcode = bytes.get(at) & 0xff;
            var site = new Site(function, bytes, at, references.get(function.start() + at));
            switch (opcode) {
                case LDDW -> {
                    linkLoad(site);
                    at += SLOT_BYTES;
                }
                case CALL -> linkCall(site);
                default -> {
                    if (site.relocation != null) {
                        throw new ElfException("%s: relocation of opcode 0x%02x", site.name(), opcode);
                    }
                }
            }
        }
        return bytes.rewind();
    }

    private Map<Long, ElfRelocation> relocationsOf(ElfSection section) throws ElfException {
        Map<Long, ElfRelocation> known = relocations.get(section.index());
        if (known == null) {
            known = elf.relocationsOf(section);
            relocations.put(section.index(), known);
        }
        return known;
    }

    private void linkLoad(Site site) throws ElfException {
        if (site.at + 2 * SLOT_BYTES > site.bytes.limit()) {
            throw new ElfException("%s: two-slot load is cut off by the end of the function", site.name());
        }
        if (site.source() != 0) {
            throw new ElfException("%s: two-slot load of kind %d in an object file", site.name(), site.source());
        }
        if (site.relocation == null) {
            return;
        }
        if (site.relocation.type() != ElfRelocation.R_BPF_64_64) {
            throw new ElfException("%s: bad relocation type %d", site.name(), site.relocation.type());
        }
        ElfSymbol symbol = site.relocation.symbol();
        if (symbol.section() == 0) {
            throw new ElfException("%s: undefined symbol %s", site.name(), elf.nameOf(symbol));
        }
        ElfSection section = elf.sectionOf(symbol);
        long offset = symbol.value() + site.immediate();
        if (section.isConstant()) {
            if (offset < 0 || offset >= section.size()) {
                throw new ElfException("%s: offset %d is outside of section %s of %d bytes",
                        site.name(), offset, section.name(), section.size());
            }
            site.putLoad(LDDW_VALUE, maps.ofData(section), (int) offset);
        } else if (section.isWritable()) {
            site.putLoad(LDDW_MAP, maps.indexOf(section, offset), 0);
        } else {
            throw new ElfException("%s: address in section %s is not supported", site.name(), section.name());
        }
    }

    private void linkCall(Site site) throws ElfException {
        if (site.relocation == null) {
            if (site.source() == CALL_LOCAL) {
                long callee = site.function.start() + site.at + (site.immediate() + 1L) * SLOT_BYTES;
                linkLocalCall(site, functions.startingAt(site.function.section(), callee, site.name()));
            }
            return;
        }
        int type = site.relocation.type();
        if (type != ElfRelocation.R_BPF_64_32 && type != ElfRelocation.R_BPF_64_32_OLD) {
            throw new ElfException("%s: bad relocation type %d", site.name(), type);
        }
        ElfSymbol symbol = site.relocation.symbol();
        if (symbol.section() == 0) {
            site.putCall(CALL_HELPER, helper(site, elf.nameOf(symbol)).number());
            return;
        }
        // A call through the section's symbol keeps the distance from its start, less one slot, in the immediate.
        long offset = symbol.type() == ElfSymbol.SECTION ? (site.immediate() + 1L) * SLOT_BYTES : symbol.value();
        linkLocalCall(site, functions.startingAt(elf.sectionOf(symbol), offset, site.name()));
    }

    private void linkLocalCall(Site site, Function callee) throws ElfException {
        int pc = basePcs.get(site.function) + site.at / SLOT_BYTES;
        site.putCall(CALL_LOCAL, place(callee) - pc - 1);
    }

    private static Helper helper(Site site, String symbol) throws ElfException {
        Helper helper = Helper.bySymbol(symbol);
        if (helper != null) {
            return helper;
        }
        throw new ElfException("%s: call of %s, which is neither in the object nor a helper", site.name(), symbol);
    }

    private Code decode(byte[] bytes) throws ElfException {
        return switch (Decoder.decode(bytes)) {
            case DecodeOutcome.Decoded(var code) -> code;
            case DecodeOutcome.Malformed(var errors) -> throw new ElfException(
                    "%s%s", errors.getFirst(), errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)");
        };
    }

    /** Functions may call each other, not run or jump into each other. */
    private void checkBoundaries(Code code) throws ElfException {
        for (var placed : basePcs.entrySet()) {
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

    private int pcOf(String section, long slot) {
        var before = bySlot.getOrDefault(section, new TreeMap<>()).floorEntry(slot);
        if (before == null || slot >= before.getKey() + before.getValue().slots()) {
            return -1;
        }
        return basePcs.get(before.getValue()) + (int) (slot - before.getKey());
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

        int source() {
            return bytes.get(at + 1) >> 4 & 0x0f;
        }

        int immediate() {
            return bytes.getInt(at + 4);
        }

        void putLoad(int kind, int first, int second) {
            putSource(kind);
            bytes.putInt(at + 4, first);
            bytes.putInt(at + SLOT_BYTES + 4, second);
        }

        void putCall(int kind, int immediate) {
            putSource(kind);
            bytes.putInt(at + 4, immediate);
        }

        private void putSource(int kind) {
            bytes.put(at + 1, (byte) (bytes.get(at + 1) & 0x0f | kind << 4));
        }

        String name() throws ElfException {
            return "%s+%d".formatted(elf.nameOf(function.symbol()), at / SLOT_BYTES);
        }
    }
}
