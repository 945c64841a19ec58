package okko.bpf.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The functions of an object file: where each begins and ends. */
final class Functions {

    private static final int SLOT_BYTES = 8;
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
            return (int) ((end - start) / SLOT_BYTES);
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

    /** The function to enter: by name, or the first global one. */
    Function entry(String name) throws ElfException {
        List<Function> candidates = globals();
        if (name == null) {
            if (candidates.isEmpty()) {
                throw new ElfException("object has no global function");
            }
            return candidates.getFirst();
        }
        for (TreeMap<Long, Function> functions : bySection.values()) {
            for (Function function : functions.values()) {
                if (elf.nameOf(function.symbol).equals(name)) {
                    return function;
                }
            }
        }
        throw new ElfException("object has no function %s; it has %s", name,
                names().stream().limit(MAX_NAMES_SHOWN).collect(Collectors.joining(", ")));
    }

    /** Names of the functions that can be entered, the default first. */
    List<String> names() throws ElfException {
        var names = new ArrayList<String>();
        for (Function function : globals()) {
            names.add(elf.nameOf(function.symbol));
        }
        return names;
    }

    /** The function that begins at an offset of a section. */
    Function startingAt(ElfSection section, long offset, String caller) throws ElfException {
        var functions = bySection.getOrDefault(section.index(), new TreeMap<>());
        Function function = functions.get(offset);
        if (function == null) {
            throw new ElfException("%s calls offset %d of section %s, where no function begins",
                    caller, offset, section.name());
        }
        return function;
    }

    private List<Function> globals() {
        return bySection.values().stream()
                .flatMap(functions -> functions.values().stream())
                .filter(function -> !function.symbol.isLocal())
                .sorted(Comparator.comparingInt((Function f) -> f.section.index()).thenComparingLong(Function::start))
                .toList();
    }

    private void add(ElfSymbol symbol, TreeSet<Long> starts) throws ElfException {
        ElfSection section = elf.sectionOf(symbol);
        Long next = starts.higher(symbol.value());
        long size = section.size();
        // Hand-written assembly may give no size: the function then reaches to the next one.
        long end = symbol.size() != 0 ? symbol.value() + symbol.size() : next == null ? size : next;
        boolean isWithin = symbol.value() >= 0 && end > symbol.value() && end <= size;
        if (!isWithin || symbol.value() % SLOT_BYTES != 0 || end % SLOT_BYTES != 0) {
            throw new ElfException("function %s at offset %d, %d bytes, does not fit section %s of %d bytes",
                    elf.nameOf(symbol), symbol.value(), symbol.size(), section.name(), size);
        }
        bySection.computeIfAbsent(symbol.section(), _ -> new TreeMap<>())
                .putIfAbsent(symbol.value(), new Function(symbol, section, symbol.value(), end));
    }
}
