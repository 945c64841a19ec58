package okko.bpf.elf;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import okko.bpf.isa.Opcode;

/** The functions of an object file: where each begins and ends. */
final class Functions {

    private static final int MAX_NAMES_SHOWN = 16;

    private final ElfFile elf;
    private final Map<Integer, TreeMap<Long, Function>> bySection = new HashMap<>();

    /**
     * A function.
     *
     * @param symbol  that names it
     * @param section it is in
     * @param start   of its first instruction, bytes from the start of the section
     * @param end     behind its last instruction
     */
    record Function(ElfSymbol symbol, ElfSection section, long start, long end) {

        int slots() {
            return slotAt(end);
        }

        /** How many slots there are before an offset of the section. */
        int slotAt(long offset) {
            return (int) ((offset - start) / Opcode.SLOT_BYTES);
        }

        /** Whether a slot of it begins at that offset of that section. */
        boolean contains(ElfSection where, long offset) {
            return section.equals(where) && offset >= start && offset < end && offset % Opcode.SLOT_BYTES == 0;
        }
    }

    Functions(ElfFile elf) throws ElfException {
        this.elf = elf;
        var starts = new HashMap<Integer, TreeSet<Long>>();
        List<ElfSymbol> symbols = elf.symbols().stream()
                .filter(symbol -> symbol.mayBeFunction() && elf.isInCode(symbol))
                .toList();
        symbols.forEach(s -> starts.computeIfAbsent(s.section(), _ -> new TreeSet<>()).add(s.value()));
        for (ElfSymbol symbol : symbols) {
            add(symbol, starts.get(symbol.section()));
        }
    }

    /** The function of that name; global ones come before static ones. */
    Function named(String name) throws ElfException {
        Function found = null;
        for (TreeMap<Long, Function> functions : bySection.values()) {
            for (Function function : functions.values()) {
                boolean isBetter = found == null || found.symbol.isLocal() && !function.symbol.isLocal();
                if (isBetter && elf.nameOf(function.symbol).equals(name)) {
                    found = function;
                }
            }
        }
        if (found != null) {
            return found;
        }
        var names = new StringJoiner(", ");
        for (Function global : globals().stream().limit(MAX_NAMES_SHOWN).toList()) {
            names.add(elf.nameOf(global.symbol));
        }
        throw new ElfException("object has no function %s; it has %s", name, names);
    }

    /** The functions that are not static, in the order of the file. */
    List<Function> globals() {
        return bySection.values().stream()
                .flatMap(functions -> functions.values().stream())
                .filter(function -> !function.symbol.isLocal())
                .sorted(Comparator.comparingInt((Function f) -> f.section.index()).thenComparingLong(Function::start))
                .toList();
    }

    /** The function that begins at an offset of a section, or null. */
    Function at(ElfSection section, long offset) {
        TreeMap<Long, Function> functions = bySection.get(section.index());
        return functions == null ? null : functions.get(offset);
    }

    /** The function that begins at an offset of a section. */
    Function startingAt(ElfSection section, long offset, Where where) throws ElfException {
        Function function = at(section, offset);
        if (function == null) {
            throw new ElfException("%s refers to offset %d of section %s, where no function begins",
                    where.text(), offset, section.name());
        }
        return function;
    }

    /** The function that an instruction with a relocation refers to, or null. */
    Function referredTo(ElfSymbol symbol, int immediate, boolean isCall) throws ElfException {
        return at(elf.sectionOf(symbol), offset(symbol, immediate, isCall));
    }

    /**
     * Where in its section lies what an instruction with a relocation refers to. A call through the section's symbol
     * keeps the distance from its start, less one slot, in the immediate; a load keeps what is to be added.
     */
    static long offset(ElfSymbol symbol, int immediate, boolean isCall) {
        if (!isCall) {
            return symbol.value() + immediate;
        }
        return symbol.type() == ElfSymbol.SECTION ? (immediate + 1L) * Opcode.SLOT_BYTES : symbol.value();
    }

    private void add(ElfSymbol symbol, TreeSet<Long> starts) throws ElfException {
        ElfSection section = elf.sectionOf(symbol);
        Long next = starts.higher(symbol.value());
        long size = section.size();
        // Hand-written assembly may give no size: the function then reaches to the next one.
        long end = symbol.size() != 0 ? symbol.value() + symbol.size() : next == null ? size : next;
        boolean isWithin = symbol.value() >= 0 && end > symbol.value() && end <= size;
        if (!isWithin || symbol.value() % Opcode.SLOT_BYTES != 0 || end % Opcode.SLOT_BYTES != 0) {
            throw new ElfException("function %s at offset %d, %d bytes, does not fit section %s of %d bytes",
                    elf.nameOf(symbol), symbol.value(), symbol.size(), section.name(), size);
        }
        bySection.computeIfAbsent(symbol.section(), _ -> new TreeMap<>())
                .putIfAbsent(symbol.value(), new Function(symbol, section, symbol.value(), end));
    }
}
