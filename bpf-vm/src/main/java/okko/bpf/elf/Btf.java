package okko.bpf.elf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The type table of section {@code .BTF}, as the Linux kernel's documentation of BTF describes it. Types are numbered
 * from 1; 0 is {@code void}.
 */
final class Btf {

    static final int MAGIC = 0xeb9f;

    /** Longest chain of names and qualifiers before a type. */
    private static final int MAX_CHAIN = 32;

    private static final int MAX_SECTION_BYTES = 4 << 20;
    private static final int TYPE_BYTES = 12;
    private static final int KIND_SHIFT = 24;
    private static final int KIND_MASK = 0x1f;

    private final Span types;
    private final StringTable strings;
    private int[] offsets = new int[64];
    private int count = 1;
    private Map<String, Integer> variables;

    /** Kinds of type, by their numbers. */
    enum Kind {
        VOID, INT, POINTER, ARRAY, STRUCT, UNION, ENUM, FORWARD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNCTION,
        FUNCTION_PROTOTYPE, VARIABLE, DATA_SECTION, FLOAT, DECLARATION_TAG, TYPE_TAG, ENUM64;

        private static final Kind[] ALL = values();

        /** Bytes behind the first three words of the type. */
        private int detailBytes(int elements) {
            return switch (this) {
                case INT, VARIABLE, DECLARATION_TAG -> 4;
                case ARRAY -> 12;
                case STRUCT, UNION, DATA_SECTION, ENUM64 -> 12 * elements;
                case ENUM, FUNCTION_PROTOTYPE -> 8 * elements;
                case VOID, POINTER, FORWARD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNCTION, FLOAT, TYPE_TAG -> 0;
            };
        }
    }

    /**
     * A type as it lies in the table.
     *
     * @param id         number of the type
     * @param kind       of type
     * @param nameOffset in the string table
     * @param flag       {@code kind_flag}
     * @param elements   how many elements the details have
     * @param word       size of the type, or number of the type that it refers to
     * @param details    what follows
     */
    record Type(int id, Kind kind, long nameOffset, boolean flag, int elements, int word, Span details) {

        int detail(int at) throws ElfException {
            return details.signedInt("details of BTF type " + id, at);
        }
    }

    private Btf(Span types, StringTable strings) {
        this.types = types;
        this.strings = strings;
    }

    /** Reads the section; null if the object has none. */
    static Btf read(ElfFile elf) throws ElfException {
        ElfSection section = elf.section(".BTF");
        if (section == null) {
            return null;
        }
        Span contents = contents(elf, section);
        var btf = new Btf(part(contents, "types of .BTF", 8),
                new StringTable("strings of .BTF", part(contents, "strings of .BTF", 16)));
        btf.index();
        return btf;
    }

    /** The contents of a BTF section, which must not be unreasonably long. */
    static Span contents(ElfFile elf, ElfSection section) throws ElfException {
        Span contents = elf.contents(section);
        if (contents.length() > MAX_SECTION_BYTES) {
            throw new ElfException("section %s has %,d bytes, at most %,d are allowed",
                    section.name(), contents.length(), MAX_SECTION_BYTES);
        }
        return contents;
    }

    /** A part of a BTF section, by the offset and size that its header holds at a byte. */
    static Span part(Span section, String what, int at) throws ElfException {
        if (section.unsignedShort("BTF magic", 0) != MAGIC) {
            throw new ElfException("%s: wrong magic number", what);
        }
        long headerBytes = section.unsignedInt("BTF header size", 4);
        return section.part(what, headerBytes + section.unsignedInt(what, at), section.unsignedInt(what, at + 4));
    }

    StringTable strings() {
        return strings;
    }

    Type type(int id) throws ElfException {
        if (id < 0 || id >= count) {
            throw new ElfException("BTF type %d of %d is referred to", Integer.toUnsignedLong(id), count);
        }
        if (id == 0) {
            return new Type(0, Kind.VOID, 0, false, 0, 0, null);
        }
        int at = offsets[id];
        Kind kind = kind(id, at);
        Span details = types.part("BTF type", at + TYPE_BYTES, kind.detailBytes(elements(at)));
        return new Type(id, kind, types.unsignedInt("BTF type", at), info(at) < 0, elements(at),
                types.signedInt("BTF type", at + 8), details);
    }

    String name(Type type) throws ElfException {
        return type.id() == 0 ? "void" : strings.at("BTF type name", type.nameOffset());
    }

    String string(int offset) throws ElfException {
        return strings.at("BTF name", Integer.toUnsignedLong(offset));
    }

    /** The type that is left if qualifiers, tags and typedefs are taken away. */
    Type plain(int id) throws ElfException {
        Type type = type(id);
        for (int i = 0; i < MAX_CHAIN; i++) {
            switch (type.kind) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> type = type(type.word);
                case VOID, INT, POINTER, ARRAY, STRUCT, UNION, ENUM, FORWARD, FUNCTION, FUNCTION_PROTOTYPE, VARIABLE,
                        DATA_SECTION, FLOAT, DECLARATION_TAG, ENUM64 -> {
                    return type;
                }
            }
        }
        throw new ElfException("BTF type %d has more than %d qualifiers, or goes in a circle", id, MAX_CHAIN);
    }

    /** The number of a variable's type, or null if there is no such variable. */
    Integer typeOfVariable(String name) throws ElfException {
        if (variables == null) {
            variables = new HashMap<>();
            for (int id = 1; id < count; id++) {
                if (kind(id, offsets[id]) == Kind.VARIABLE) {
                    Type variable = type(id);
                    variables.putIfAbsent(name(variable), variable.word);
                }
            }
        }
        return variables.get(name);
    }

    private void index() throws ElfException {
        for (int at = 0; at < types.length(); count++) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count] = at;
            at += TYPE_BYTES + kind(count, at).detailBytes(elements(at));
        }
    }

    private Kind kind(int id, int at) throws ElfException {
        int kind = info(at) >>> KIND_SHIFT & KIND_MASK;
        if (kind == 0 || kind >= Kind.ALL.length) {
            throw new ElfException("BTF type %d has unknown kind %d", id, kind);
        }
        return Kind.ALL[kind];
    }

    private int elements(int at) throws ElfException {
        return info(at) & 0xffff;
    }

    private int info(int at) throws ElfException {
        return types.signedInt("BTF type", at + 4);
    }
}
