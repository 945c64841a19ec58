package okko.bpf.map;

import org.agrona.UnsafeApi;

/** A control thread's key and value where a map can read them; lives for one call. */
final class ControlMemory implements AutoCloseable {

    private final long address;
    private final long valueOffset;

    private ControlMemory(byte[] key, byte[] value) {
        valueOffset = align(key.length);
        address = UnsafeApi.allocateMemory(valueOffset + align(value.length));
        copyIn(key, address);
        copyIn(value, address + valueOffset);
    }

    static ControlMemory of(MapDefinition definition, byte[] key) {
        checkLength("key", definition.keyBytes(), key);
        return new ControlMemory(key, new byte[0]);
    }

    static ControlMemory of(MapDefinition definition, byte[] key, byte[] value) {
        checkLength("key", definition.keyBytes(), key);
        checkLength("value", definition.valueBytes(), value);
        return new ControlMemory(key, value);
    }

    /** What a look-up in a sketch reads. */
    static ControlMemory ofItem(MapDefinition definition, byte[] item) {
        checkLength("item", definition.lookupKeyBytes(), item);
        return new ControlMemory(item, new byte[0]);
    }

    /** A number as it stands in memory. */
    static byte[] bytesOf(int number) {
        return new byte[] {(byte) number, (byte) (number >>> 8), (byte) (number >>> 16), (byte) (number >>> 24)};
    }

    static byte[] bytesAt(long from, int length) {
        var copy = new byte[length];
        copyOut(from, copy, 0, length);
        return copy;
    }

    static void copyOut(long from, byte[] to, int at, int length) {
        UnsafeApi.copyMemory(null, from, to, UnsafeApi.arrayBaseOffset(byte[].class) + at, length);
    }

    static void copyIn(byte[] from, int at, long to, int length) {
        UnsafeApi.copyMemory(from, UnsafeApi.arrayBaseOffset(byte[].class) + at, null, to, length);
    }

    /** Rounds a size up to a multiple of 8. */
    static int align(int bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    long key() {
        return address;
    }

    long value() {
        return address + valueOffset;
    }

    private static void checkLength(String what, int expected, byte[] bytes) {
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    what + " must have " + expected + " bytes: length=" + bytes.length);
        }
    }

    private static void copyIn(byte[] bytes, long to) {
        UnsafeApi.copyMemory(bytes, UnsafeApi.arrayBaseOffset(byte[].class), null, to, bytes.length);
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
    }
}
