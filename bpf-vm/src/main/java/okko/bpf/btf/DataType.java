package okko.bpf.btf;

import java.util.List;

/**
 * The type of a key, a value or a variable, little-endian. A finite tree: what a pointer points to is not part of it.
 */
public sealed interface DataType {

    /** {@return how many bytes data of the type has} */
    int sizeBytes();

    /** {@return the type as C writes it, {@code struct flow} or {@code unsigned int[4]}; for people} */
    default String text() {
        return switch (this) {
            case Int(var name, _, _) -> name;
            case Floating(var name, _) -> name;
            case Pointer(var target) -> target + " *";
            case Array(var element, var count) -> element.text() + "[" + count + "]";
            case Struct(var name, _, _) -> "struct " + named(name);
            case Union(var name, _, _) -> "union " + named(name);
            case Enumeration(var name, _, _, _) -> "enum " + named(name);
            case Typedef(var name, _) -> name;
            case Opaque(var name, _) -> name;
        };
    }

    private static String named(String name) {
        return name.isEmpty() ? "{…}" : name;
    }

    /** How the bits of an integer are meant. */
    enum Encoding {
        /** A number from 0. */
        UNSIGNED,
        /** A number in two's complement. */
        SIGNED,
        /** 0 is false, all else true. */
        BOOL,
        /** A character; an array of them may be a string. */
        CHAR
    }

    /**
     * An integer.
     *
     * @param name      in C
     * @param sizeBytes 1, 2, 4, 8 or 16
     * @param encoding  of its bits
     */
    record Int(String name, int sizeBytes, Encoding encoding) implements DataType {}

    /**
     * A floating-point number.
     *
     * @param name      in C
     * @param sizeBytes 2, 4, 8, 12 or 16; only 4 and 8 are read as numbers
     */
    record Floating(String name, int sizeBytes) implements DataType {}

    /**
     * A pointer.
     *
     * @param target name of the type that it points to
     */
    record Pointer(String target) implements DataType {

        @Override
        public int sizeBytes() {
            return Long.BYTES;
        }
    }

    /**
     * An array.
     *
     * @param element type of each element
     * @param count   how many there are, 0 or more
     */
    record Array(DataType element, int count) implements DataType {

        @Override
        public int sizeBytes() {
            return Math.multiplyExact(element.sizeBytes(), count);
        }
    }

    /**
     * A structure.
     *
     * @param name      in C, empty if it has none
     * @param sizeBytes with its padding
     * @param members   in the order of the source
     */
    record Struct(String name, int sizeBytes, List<Member> members) implements DataType {

        /** Copies the list. */
        public Struct {
            members = List.copyOf(members);
        }
    }

    /**
     * A union.
     *
     * @param name      in C, empty if it has none
     * @param sizeBytes of the largest member
     * @param members   in the order of the source
     */
    record Union(String name, int sizeBytes, List<Member> members) implements DataType {

        /** Copies the list. */
        public Union {
            members = List.copyOf(members);
        }
    }

    /**
     * A member of a structure or union.
     *
     * @param name      in C; empty if it has none, its own members then count as those of what holds it
     * @param type      of the member
     * @param bitOffset from the start of what holds it, a multiple of 8 unless it is a bit field
     * @param bits      how many bits it has if it is a bit field, else 0
     */
    record Member(String name, DataType type, int bitOffset, int bits) {}

    /**
     * An enumeration.
     *
     * @param name      in C, empty if it has none
     * @param sizeBytes 1, 2, 4 or 8
     * @param encoding  {@code SIGNED} or {@code UNSIGNED}
     * @param constants with their values
     */
    record Enumeration(String name, int sizeBytes, Encoding encoding, List<Constant> constants) implements DataType {

        /** Copies the list. */
        public Enumeration {
            constants = List.copyOf(constants);
        }
    }

    /**
     * A constant of an enumeration.
     *
     * @param name  in C
     * @param value of it; of an unsigned one of 8 bytes the same bits
     */
    record Constant(String name, long value) {}

    /**
     * Another name for a type.
     *
     * @param name   in C
     * @param target the type
     */
    record Typedef(String name, DataType target) implements DataType {

        @Override
        public int sizeBytes() {
            return target.sizeBytes();
        }
    }

    /**
     * Bytes whose parts are not known, or too many to be shown one by one.
     *
     * @param name      what the compiler calls it
     * @param sizeBytes how many there are, 0 or more
     */
    record Opaque(String name, int sizeBytes) implements DataType {}
}
