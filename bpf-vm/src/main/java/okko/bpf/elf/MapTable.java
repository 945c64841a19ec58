package okko.bpf.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/**
 * The maps that a program refers to, in the order of first use, read from Oko's definitions:
 * <pre>
 *  offset  size  field
 *       0     4  type                1 array, 4 hash
 *       4     4  key_size            bytes
 *       8     4  value_size          bytes
 *      12     4  max_entries
 *      16     4  nb_hash_functions   of sketches; not looked at
 * </pre>
 */
final class MapTable {

    private static final int MAX_MAPS = 64;
    private static final int DEFINITION_BYTES = 20;
    private static final String BTF_MAPS_SECTION = ".maps";

    private final ElfFile elf;
    private final List<MapDefinition> definitions = new ArrayList<>();
    private final Map<Place, Integer> indexByPlace = new HashMap<>();
    private long memoryBytes;

    private record Place(int section, long offset) {}

    MapTable(ElfFile elf) {
        this.elf = elf;
    }

    List<MapDefinition> definitions() {
        return List.copyOf(definitions);
    }

    /** The index of the map defined at an offset of a writable section. */
    int indexOf(ElfSection section, long offset) throws ElfException {
        Integer known = indexByPlace.get(new Place(section.index(), offset));
        if (known != null) {
            return known;
        }
        MapDefinition definition = read(section, offset);
        if (definitions.size() == MAX_MAPS) {
            throw new ElfException("program uses more than %d maps", MAX_MAPS);
        }
        memoryBytes += definition.memoryBytes();
        if (memoryBytes > MapDefinition.MAX_MEMORY_BYTES) {
            throw new ElfException("maps up to %s need %,d bytes, at most %,d are allowed",
                    definition.name(), memoryBytes, MapDefinition.MAX_MEMORY_BYTES);
        }
        indexByPlace.put(new Place(section.index(), offset), definitions.size());
        definitions.add(definition);
        return definitions.size() - 1;
    }

    /** The index of the map that holds a section of constant data. */
    int ofData(ElfSection section) throws ElfException {
        Integer known = indexByPlace.get(new Place(section.index(), 0));
        if (known != null) {
            return known;
        }
        if (elf.isRelocated(section)) {
            throw new ElfException("section %s: addresses in constant data are not supported", section.name());
        }
        indexByPlace.put(new Place(section.index(), 0), definitions.size());
        try {
            definitions.add(MapDefinition.globalData(
                    section.name(), elf.contents(section).copy(), ProgramAccess.READ_ONLY));
        } catch (IllegalArgumentException refusal) {
            throw new ElfException("section %s: %s", section.name(), refusal.getMessage());
        }
        return definitions.size() - 1;
    }

    private MapDefinition read(ElfSection section, long offset) throws ElfException {
        ElfSymbol symbol = symbolAt(section, offset);
        String name = symbol == null ? section.name() + "+" + offset : elf.nameOf(symbol);
        if (section.name().equals(BTF_MAPS_SECTION)) {
            throw new ElfException("map %s: definitions by BTF in section .maps are not supported", name);
        }
        boolean mayBeDefinition = section.type() == ElfSection.PROGBITS
                && (symbol == null || symbol.size() == 0 || symbol.size() == DEFINITION_BYTES);
        if (!mayBeDefinition) {
            throw new ElfException(
                    "global variable %s in section %s is not supported: only constants and maps may be global",
                    name, section.name());
        }
        Span bytes = elf.contents(section).part("definition of map " + name, offset, DEFINITION_BYTES);
        try {
            return new MapDefinition(name, type(name, bytes.unsignedInt("type", 0)), bytes.signedInt("key_size", 4),
                    bytes.signedInt("value_size", 8), bytes.signedInt("max_entries", 12));
        } catch (IllegalArgumentException refusal) {
            throw new ElfException("map %s: %s", name, refusal.getMessage());
        }
    }

    private static MapType type(String name, long number) throws ElfException {
        for (MapType type : MapType.values()) {
            if (type.okoNumber() == number) {
                return type;
            }
        }
        throw new ElfException("map %s: type %d is not supported, only 1 (array) and 4 (hash)", name, number);
    }

    private ElfSymbol symbolAt(ElfSection section, long offset) {
        for (ElfSymbol symbol : elf.symbols()) {
            boolean namesData = symbol.type() == ElfSymbol.OBJECT || symbol.type() == ElfSymbol.NOTYPE;
            if (namesData && symbol.section() == section.index() && symbol.value() == offset) {
                return symbol;
            }
        }
        return null;
    }
}
