package okko.bpf.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.btf.DataType;
import okko.bpf.btf.DataType.Array;
import okko.bpf.btf.DataType.Constant;
import okko.bpf.btf.DataType.Encoding;
import okko.bpf.btf.DataType.Enumeration;
import okko.bpf.btf.DataType.Floating;
import okko.bpf.btf.DataType.Int;
import okko.bpf.btf.DataType.Member;
import okko.bpf.btf.DataType.Opaque;
import okko.bpf.btf.DataType.Pointer;
import okko.bpf.btf.DataType.Struct;
import okko.bpf.btf.DataType.Typedef;
import okko.bpf.btf.DataType.Union;

/** Makes trees of the type table; each type once, so that the work is bounded by the table's size. */
final class BtfTypes {

    /** How deep a type may be; what is deeper contains itself, or is not meant to be looked at. */
    private static final int MAX_DEPTH = 32;

    /** How many single values data of a type may have before it is shown as bytes. */
    private static final int MAX_VALUES = 1 << 16;

    private static final long MAX_BYTES = 1 << 24;
    private static final int MAX_BITS = 128;
    private static final int MEMBER_BYTES = 12;

    private final Btf btf;
    private final Map<Integer, Measured> known = new HashMap<>();

    /** A type, how many single values data of it has, and how deep it is. */
    private record Measured(DataType type, long values, int depth) {}

    BtfTypes(Btf btf) {
        this.btf = btf;
    }

    /** The type of that number, with all that it contains. */
    DataType type(int id) throws ElfException {
        return measured(id, 0).type;
    }

    private Measured measured(int id, int depth) throws ElfException {
        Measured measured = known.get(id);
        if (depth + (measured == null ? 1 : measured.depth) > MAX_DEPTH) {
            throw new ElfException("BTF type %d is more than %d types deep, or contains itself", id, MAX_DEPTH);
        }
        if (measured == null) {
            measured = read(btf.type(id), depth + 1);
            if (measured.values > MAX_VALUES) {
                var bytes = new Opaque(measured.type.text(), measured.type.sizeBytes());
                measured = new Measured(bytes, 1, 1);
            }
            known.put(id, measured);
        }
        return measured;
    }

    private Measured read(Btf.Type type, int depth) throws ElfException {
        return switch (type.kind()) {
            case INT -> leaf(integer(type));
            case FLOAT -> leaf(new Floating(btf.name(type), size(type)));
            case ENUM, ENUM64 -> leaf(enumeration(type));
            case POINTER -> leaf(new Pointer(nameOfTarget(type)));
            case ARRAY -> array(type, depth);
            case STRUCT, UNION -> compound(type, depth);
            case TYPEDEF -> {
                Measured target = measured(type.word(), depth);
                yield new Measured(new Typedef(btf.name(type), target.type), target.values, target.depth + 1);
            }
            case VOLATILE, CONST, RESTRICT, TYPE_TAG -> measured(type.word(), depth);
            case VOID, FORWARD, FUNCTION, FUNCTION_PROTOTYPE, VARIABLE, DATA_SECTION, DECLARATION_TAG ->
                leaf(new Opaque(btf.name(type), 0));
        };
    }

    private static Measured leaf(DataType type) {
        return new Measured(type, 1, 1);
    }

    private Int integer(Btf.Type type) throws ElfException {
        int size = size(type);
        if (Integer.bitCount(size) != 1 || size > MAX_BITS / Byte.SIZE) {
            throw new ElfException("BTF type %d: integer of %d bytes", type.id(), size);
        }
        String name = btf.name(type);
        Encoding encoding = switch (type.detail(0) >>> 24 & 0x0f) {
            case 1 -> name.equals("char") ? Encoding.CHAR : Encoding.SIGNED;
            case 2 -> Encoding.CHAR;
            case 4 -> Encoding.BOOL;
            default -> name.equals("char") ? Encoding.CHAR : Encoding.UNSIGNED;
        };
        return new Int(name, size, encoding);
    }

    private Enumeration enumeration(Btf.Type type) throws ElfException {
        int size = size(type);
        if (Integer.bitCount(size) != 1 || size > Long.BYTES) {
            throw new ElfException("BTF type %d: enumeration of %d bytes", type.id(), size);
        }
        boolean isWide = type.kind() == Btf.Kind.ENUM64;
        var constants = new ArrayList<Constant>(type.elements());
        for (int i = 0; i < type.elements(); i++) {
            int at = i * (isWide ? 12 : 8);
            long low = type.detail(at + 4);
            long value = isWide ? low & 0xffff_ffffL | (long) type.detail(at + 8) << 32
                    : type.flag() ? low : low & 0xffff_ffffL;
            constants.add(new Constant(btf.string(type.detail(at)), value));
        }
        return new Enumeration(
                btf.name(type), size, type.flag() ? Encoding.SIGNED : Encoding.UNSIGNED, constants);
    }

    private String nameOfTarget(Btf.Type pointer) throws ElfException {
        Btf.Type target = btf.plain(pointer.word());
        String name = btf.name(target);
        return switch (target.kind()) {
            case STRUCT, FORWARD -> "struct " + name;
            case UNION -> "union " + name;
            case ENUM, ENUM64 -> "enum " + name;
            case FUNCTION_PROTOTYPE -> "function";
            case POINTER -> "void *";
            case ARRAY -> "array";
            case VOID, INT, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNCTION, VARIABLE, DATA_SECTION, FLOAT,
                    DECLARATION_TAG, TYPE_TAG -> name;
        };
    }

    private Measured array(Btf.Type type, int depth) throws ElfException {
        Measured element = measured(type.detail(0), depth);
        long count = Integer.toUnsignedLong(type.detail(8));
        int size = checkedSize(type, count * element.type.sizeBytes());
        boolean isText = element.type instanceof Int(_, _, var encoding) && encoding == Encoding.CHAR;
        long values = isText ? 1 : count * element.values;
        if (values > MAX_VALUES) {
            return leaf(new Opaque(element.type.text() + "[" + count + "]", size));
        }
        return new Measured(new Array(element.type, (int) count), values, element.depth + 1);
    }

    private Measured compound(Btf.Type type, int depth) throws ElfException {
        int size = size(type);
        var members = new ArrayList<Member>(type.elements());
        long values = 1;
        int deepest = 0;
        for (int i = 0; i < type.elements(); i++) {
            Measured inner = measured(type.detail(i * MEMBER_BYTES + 4), depth);
            Member member = member(type, i, inner.type);
            long bits = member.bits() == 0 ? (long) inner.type.sizeBytes() * Byte.SIZE : member.bits();
            if (member.bitOffset() + bits > (long) size * Byte.SIZE) {
                throw new ElfException("BTF type %d: member %s lies outside of its %d bytes",
                        type.id(), member.name(), size);
            }
            members.add(member);
            values += inner.values;
            deepest = Math.max(deepest, inner.depth);
        }
        DataType compound = type.kind() == Btf.Kind.STRUCT
                ? new Struct(btf.name(type), size, List.copyOf(members))
                : new Union(btf.name(type), size, List.copyOf(members));
        return new Measured(compound, values, deepest + 1);
    }

    private Member member(Btf.Type compound, int index, DataType type) throws ElfException {
        String name = btf.string(compound.detail(index * MEMBER_BYTES));
        int word = compound.detail(index * MEMBER_BYTES + 8);
        int offset = compound.flag() ? word & 0xff_ffff : word;
        int bits = compound.flag() ? word >>> 24 : 0;
        boolean isAligned = bits != 0 || offset % Byte.SIZE == 0;
        if (offset < 0 || bits > MAX_BITS || !isAligned) {
            throw new ElfException("BTF type %d: member %s is at bit %d", compound.id(), name, offset);
        }
        return new Member(name, type, offset, bits);
    }

    private static int size(Btf.Type type) throws ElfException {
        return checkedSize(type, Integer.toUnsignedLong(type.word()));
    }

    private static int checkedSize(Btf.Type type, long bytes) throws ElfException {
        if (bytes > MAX_BYTES) {
            throw new ElfException("BTF type %d has %,d bytes, at most %,d are allowed", type.id(), bytes, MAX_BYTES);
        }
        return (int) bytes;
    }
}
