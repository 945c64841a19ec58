package okko.bpf.elf;

import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/**
 * Maps that a structure in the object's data defines. Oko's:
 * <pre>
 *  offset  size  field
 *       0     4  type                1 array, 2 Bloom filter, 3 count-min sketch, 4 hash
 *       4     4  key_size            bytes
 *       8     4  value_size          bytes
 *      12     4  max_entries
 *      16     4  nb_hash_functions   of sketches
 * </pre>
 * and those of section {@code maps}, as libbpf had them before BTF: the same, but {@code type} is one of Linux's and
 * {@code map_flags} stands in the place of {@code nb_hash_functions}; more fields may follow, and neither is looked at.
 */
final class StructMaps {

    private static final String LINUX_SECTION = "maps";
    private static final int OKO_BYTES = 20;
    private static final int OKO_FIELDS = 5;
    private static final int TYPE_FIELD = 0;
    private static final int MAX_ENTRIES_FIELD = 3;
    private static final int MEMBER_BYTES = 12;
    private static final int MAX_OKO_TYPE = 4;
    private static final int MAX_HASH_FUNCTIONS = 16;

    private final ElfFile elf;
    private final Btf btf;

    StructMaps(ElfFile elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
    }

    /** Whether a section holds definitions as libbpf had them. */
    static boolean isOfLinux(ElfSection section) {
        return section.name().equals(LINUX_SECTION) || section.name().startsWith(LINUX_SECTION + "/");
    }

    /**
     * Whether what begins at an offset of a section is a map of Oko's: it lies in writable, initialised data. Where BTF
     * tells the type of the variable, that is a structure of 20 bytes with five fields, of which the first is named
     * {@code type} and the fourth {@code max_entries}; the names of the others differ from header to header. Where BTF
     * does not, it is as long as a definition (hand-written assembly may give no length), and its words could be one.
     * All else is global data.
     */
    boolean isOfOko(ElfSection section, ElfSymbol symbol, long offset) throws ElfException {
        if (!section.isWritable() || !section.hasContents() || symbol != null && symbol.value() != offset) {
            return false;
        }
        if (symbol != null && btf != null) {
            Integer type = btf.typeOfVariable(elf.nameOf(symbol));
            if (type != null) {
                return hasOkoFields(btf.plain(type));
            }
        }
        boolean hasLength = symbol == null || symbol.size() == 0 || symbol.size() == OKO_BYTES;
        Span contents = elf.contents(section);
        return hasLength && offset >= 0 && offset + OKO_BYTES <= contents.length() && isPlausible(contents, offset);
    }

    private boolean hasOkoFields(Btf.Type type) throws ElfException {
        return type.kind() == Btf.Kind.STRUCT && type.word() == OKO_BYTES && type.elements() == OKO_FIELDS
                && nameOfField(type, TYPE_FIELD).equals("type")
                && nameOfField(type, MAX_ENTRIES_FIELD).equals("max_entries");
    }

    private String nameOfField(Btf.Type struct, int field) throws ElfException {
        return btf.string(struct.detail(field * MEMBER_BYTES));
    }

    private static boolean isPlausible(Span contents, long offset) throws ElfException {
        long type = contents.unsignedInt("type", offset);
        long keyBytes = contents.unsignedInt("key_size", offset + 4);
        long valueBytes = contents.unsignedInt("value_size", offset + 8);
        return type >= 1 && type <= MAX_OKO_TYPE
                && keyBytes <= MapDefinition.MAX_KEY_BYTES
                && valueBytes >= 1 && valueBytes <= MapDefinition.MAX_VALUE_BYTES
                && contents.signedInt("max_entries", offset + 12) > 0
                && contents.unsignedInt("nb_hash_functions", offset + 16) <= MAX_HASH_FUNCTIONS;
    }

    /** Reads a definition of Oko's. */
    MapDefinition readOko(String name, ElfSection section, long offset) throws ElfException {
        Span words = elf.contents(section).part("definition of map " + name, offset, OKO_BYTES);
        MapDefinition definition = read(name, okoType(name, words.unsignedInt("type", 0)), words);
        try {
            return definition.withHashFunctions(definition.type().isSketch()
                    ? words.signedInt("nb_hash_functions", 16) : 0);
        } catch (IllegalArgumentException refusal) {
            throw new ElfException("map %s: %s", name, refusal.getMessage());
        }
    }

    /** Reads a definition as libbpf had them. */
    MapDefinition readLinux(String name, ElfSection section, long offset) throws ElfException {
        Span words = elf.contents(section).part("definition of map " + name, offset, OKO_BYTES);
        return read(name, BtfMaps.linuxType(name, words.unsignedInt("type", 0)), words);
    }

    private static MapDefinition read(String name, MapType type, Span words) throws ElfException {
        try {
            return new MapDefinition(name, type, words.signedInt("key_size", 4), words.signedInt("value_size", 8),
                    words.signedInt("max_entries", 12));
        } catch (IllegalArgumentException refusal) {
            throw new ElfException("map %s: %s", name, refusal.getMessage());
        }
    }

    private static MapType okoType(String name, long number) throws ElfException {
        for (MapType type : MapType.values()) {
            if (type.okoNumber() == number && number != 0) {
                return type;
            }
        }
        throw new ElfException("map %s: type %d is not one of Oko's 1 (array), 2 (Bloom filter), 3 (count-min sketch) "
                + "and 4 (hash)", name, number);
    }
}
