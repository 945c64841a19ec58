package okko.bpf.btf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Reads bytes by their type, into what any JSON writer takes.
 *
 * <p>Integers become {@link Long}, or {@link BigInteger} where a long is too narrow; {@code bool} {@link Boolean};
 * floating-point numbers {@link Double}; enumerations the name of the constant, or the number where none fits; pointers
 * {@code "0x…"}; structures and unions a {@link Map} in the order of the source; arrays a {@link List}, but an array of
 * {@code char} that holds printable ASCII and then only NUL a {@link String}; all else hexadecimal digits.
 */
public final class DataFormat {

    private final byte[] bytes;

    private DataFormat(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads data.
     *
     * @param type  of the data
     * @param bytes of it, as in the memory of a map
     * @return the value; a {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean}, {@code String},
     *         {@code List} or {@code Map}
     * @throws IllegalArgumentException if there are fewer bytes than the type has
     */
    public static Object value(DataType type, byte[] bytes) {
        if (bytes.length < type.sizeBytes()) {
            throw new IllegalArgumentException(
                    type.text() + " has " + type.sizeBytes() + " bytes: length=" + bytes.length);
        }
        return new DataFormat(bytes).read(type, 0);
    }

    private Object read(DataType type, int at) {
        return switch (type) {
            case Int integer -> integer(integer, at * Byte.SIZE, integer.sizeBytes() * Byte.SIZE);
            case Floating(_, var size) when size == Float.BYTES ->
                (double) Float.intBitsToFloat(bits(at, size).intValue());
            case Floating(_, var size) when size == Double.BYTES -> Double.longBitsToDouble(bits(at, size).longValue());
            case Floating(_, var size) -> hexadecimal(at, size);
            case Pointer pointer -> "0x" + bits(at, pointer.sizeBytes()).toString(16);
            case Array array -> array(array, at);
            case Struct(_, _, var members) -> members(members, at);
            case Union(_, _, var members) -> members(members, at);
            case Enumeration enumeration -> constant(enumeration, at * Byte.SIZE, enumeration.sizeBytes() * Byte.SIZE);
            case Typedef(_, var target) -> read(target, at);
            case Opaque(_, var size) -> hexadecimal(at, size);
        };
    }

    private Object array(Array array, int at) {
        boolean mayBeText = plain(array.element()) instanceof Int(_, var size, var encoding)
                && size == 1 && encoding == Encoding.CHAR;
        if (mayBeText) {
            String string = string(at, array.count());
            if (string != null) {
                return string;
            }
        }
        var elements = new ArrayList<>(array.count());
        for (int i = 0; i < array.count(); i++) {
            elements.add(read(array.element(), at + i * array.element().sizeBytes()));
        }
        return elements;
    }

    /** The characters before the first NUL, or null if they or the rest are no text. */
    private String string(int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] >= ' ' && bytes[end] <= '~') {
            end++;
        }
        for (int i = end; i < at + length; i++) {
            if (bytes[i] != 0) {
                return null;
            }
        }
        return new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    }

    private Map<String, Object> members(List<Member> members, int at) {
        var values = new LinkedHashMap<String, Object>();
        for (Member member : members) {
            Object value = member.bits() == 0
                    ? read(member.type(), at + member.bitOffset() / Byte.SIZE)
                    : bitField(member, at * Byte.SIZE + member.bitOffset());
            if (!member.name().isEmpty()) {
                values.put(member.name(), value);
            } else if (value instanceof Map<?, ?> inner) {
                inner.forEach((name, innerValue) -> values.put((String) name, innerValue));
            }
        }
        return values;
    }

    private Object bitField(Member member, int bitOffset) {
        return switch (plain(member.type())) {
            case Enumeration enumeration -> constant(enumeration, bitOffset, member.bits());
            case Int integer -> integer(integer, bitOffset, member.bits());
            case DataType other ->
                integer(new Int(other.text(), Long.BYTES, Encoding.UNSIGNED), bitOffset, member.bits());
        };
    }

    private Object integer(Int type, int bitOffset, int bits) {
        return switch (type.encoding()) {
            case UNSIGNED -> narrow(bits(bitOffset, bits, Encoding.UNSIGNED));
            case SIGNED, CHAR -> narrow(bits(bitOffset, bits, Encoding.SIGNED));
            case BOOL -> bits(bitOffset, bits, Encoding.UNSIGNED).signum() != 0;
        };
    }

    private Object constant(Enumeration type, int bitOffset, int bits) {
        BigInteger value = bits(bitOffset, bits, type.encoding());
        for (Constant constant : type.constants()) {
            if (constant.value() == value.longValue()) {
                return constant.name();
            }
        }
        return narrow(value);
    }

    private BigInteger bits(int at, int size) {
        return bits(at * Byte.SIZE, size * Byte.SIZE, Encoding.UNSIGNED);
    }

    /** Bits from the lowest up, of which those that the bytes do not have are 0. */
    private BigInteger bits(int bitOffset, int count, Encoding encoding) {
        int first = bitOffset / Byte.SIZE;
        int behind = Math.min(bytes.length, (bitOffset + count + Byte.SIZE - 1) / Byte.SIZE);
        byte[] bigEndian = first >= behind ? new byte[0] : Arrays.copyOfRange(bytes, first, behind);
        for (int i = 0, j = bigEndian.length - 1; i < j; i++, j--) {
            byte swapped = bigEndian[i];
            bigEndian[i] = bigEndian[j];
            bigEndian[j] = swapped;
        }
        BigInteger modulus = BigInteger.ONE.shiftLeft(count);
        BigInteger value = new BigInteger(1, bigEndian).shiftRight(bitOffset % Byte.SIZE).mod(modulus);
        boolean isNegative = encoding == Encoding.SIGNED && count > 0 && value.testBit(count - 1);
        return isNegative ? value.subtract(modulus) : value;
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String hexadecimal(int at, int size) {
        return HexFormat.of().formatHex(bytes, at, at + size);
    }

    private static DataType plain(DataType type) {
        return type instanceof Typedef(_, var target) ? plain(target) : type;
    }
}
