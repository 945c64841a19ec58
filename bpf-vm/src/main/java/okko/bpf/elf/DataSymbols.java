package okko.bpf.elf;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The variables of an object file, by where they are. */
final class DataSymbols {

    private final Map<Integer, TreeMap<Long, ElfSymbol>> bySection = new HashMap<>();

    DataSymbols(ElfFile elf) {
        for (ElfSymbol symbol : elf.symbols()) {
            if (symbol.namesData() && symbol.isDefined()) {
                bySection.computeIfAbsent(symbol.section(), _ -> new TreeMap<>()).putIfAbsent(symbol.value(), symbol);
            }
        }
    }

    /** The variables of a section, in their order. */
    Iterable<ElfSymbol> of(ElfSection section) {
        return bySection.getOrDefault(section.index(), new TreeMap<>()).values();
    }

    /** The variable that an offset of a section is in, or null. */
    ElfSymbol covering(ElfSection section, long offset) {
        var before = bySection.getOrDefault(section.index(), new TreeMap<>()).floorEntry(offset);
        if (before == null) {
            return null;
        }
        boolean covers = before.getKey() == offset || offset - before.getKey() < before.getValue().size();
        return covers ? before.getValue() : null;
    }
}
