package okko.bpf.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.image.Abi;
import okko.bpf.image.MapDetails;
import okko.bpf.map.MapDefinition;

/** The maps that a program refers to, in the order of first use; sections of global data among them. */
final class MapTable {

    private static final int MAX_MAPS = 64;
    private static final long MAX_DATA_BYTES = 4 << 20;

    private final ElfFile elf;
    private final Abi abi;
    private final DataSymbols symbols;
    private final BtfMaps btfMaps;
    private final StructMaps structMaps;
    private final GlobalData globalData;
    private final List<MapDefinition> definitions = new ArrayList<>();
    private final Map<String, MapDetails> details = new HashMap<>();
    private final Map<Place, Integer> mapByPlace = new HashMap<>();
    private final Map<Integer, Integer> mapBySection = new HashMap<>();
    private long memoryBytes;
    private long dataBytes;

    private record Place(int section, long offset) {}

    /** What a program's reference to data means. */
    sealed interface Reference {

        /** The map itself. */
        record ToMap(int map) implements Reference {}

        /** Global data: a byte of the map's only value. */
        record ToValue(int map, int offset) implements Reference {}
    }

    MapTable(ElfFile elf, Abi abi, Btf btf, GlobalData.CodeReferences code) {
        this.elf = elf;
        this.abi = abi;
        symbols = new DataSymbols(elf);
        var types = new BtfTypes(btf);
        btfMaps = new BtfMaps(elf, btf, types);
        structMaps = new StructMaps(elf, btf);
        globalData = new GlobalData(elf, symbols, btf, types, code);
    }

    List<MapDefinition> definitions() {
        return List.copyOf(definitions);
    }

    Map<String, MapDetails> details() {
        return Map.copyOf(details);
    }

    /** What is meant by an offset of a section of data. */
    Reference resolve(ElfSection section, long offset, Where where) throws ElfException {
        Integer map = mapByPlace.get(new Place(section.index(), offset));
        if (map != null) {
            return new Reference.ToMap(map);
        }
        ElfSymbol symbol = symbols.covering(section, offset);
        boolean isBtfMap = section.name().equals(BtfMaps.SECTION);
        boolean isLinuxMap = abi != Abi.OKO && StructMaps.isOfLinux(section);
        if ((isBtfMap || isLinuxMap) && (symbol == null || symbol.value() != offset)) {
            throw new ElfException("%s: no map begins at offset %d of section %s",
                    where.text(), offset, section.name());
        }
        if (isBtfMap) {
            BtfMaps.Definition read = btfMaps.read(section, symbol);
            details.put(read.definition().name(), read.details());
            return add(section, offset, read.definition());
        }
        if (isLinuxMap) {
            return add(section, offset, structMaps.readLinux(elf.nameOf(symbol), section, offset));
        }
        if (abi == Abi.OKO && structMaps.isOfOko(section, symbol, offset)) {
            String name = symbol == null ? section.name() + "+" + offset : elf.nameOf(symbol);
            return add(section, offset, structMaps.readOko(name, section, offset));
        }
        if (offset < 0 || offset >= section.size()) {
            throw new ElfException("%s: offset %d is outside of section %s of %s bytes",
                    where.text(), offset, section.name(), Long.toUnsignedString(section.size()));
        }
        return new Reference.ToValue(indexOfData(section), (int) offset);
    }

    private int indexOfData(ElfSection section) throws ElfException {
        Integer known = mapBySection.get(section.index());
        if (known != null) {
            return known;
        }
        MapDefinition definition = globalData.definition(section);
        dataBytes += definition.valueBytes();
        if (dataBytes > MAX_DATA_BYTES) {
            throw new ElfException("global data up to section %s has %,d bytes, at most %,d are allowed",
                    section.name(), dataBytes, MAX_DATA_BYTES);
        }
        details.put(section.name(), globalData.details(section));
        int index = add(definition);
        mapBySection.put(section.index(), index);
        return index;
    }

    private Reference add(ElfSection section, long offset, MapDefinition definition) throws ElfException {
        int index = add(definition);
        mapByPlace.put(new Place(section.index(), offset), index);
        return new Reference.ToMap(index);
    }

    private int add(MapDefinition definition) throws ElfException {
        if (definitions.size() == MAX_MAPS) {
            throw new ElfException("program uses more than %d maps", MAX_MAPS);
        }
        memoryBytes += definition.memoryBytes();
        if (memoryBytes > MapDefinition.MAX_MEMORY_BYTES) {
            throw new ElfException("maps up to %s need %,d bytes, at most %,d are allowed",
                    definition.name(), memoryBytes, MapDefinition.MAX_MEMORY_BYTES);
        }
        definitions.add(definition);
        return definitions.size() - 1;
    }
}
