package okko.bpf.map;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/** A few bytes where a program's pointer could lead. */
public final class Buffer implements AutoCloseable {

    private final long address;
    private final int length;

    /**
     * Allocates it.
     *
     * @param bytes that are there at first
     */
    public Buffer(byte... bytes) {
        length = bytes.length;
        address = UnsafeApi.allocateMemory(Math.max(length, 1));
        set(bytes);
    }

    /** {@return a buffer with a number in it} */
    public static Buffer ofInt(int number) {
        return new Buffer(intBytes(number));
    }

    /** {@return a number as it stands in memory} */
    public static byte[] intBytes(int number) {
        return new byte[] {(byte) number, (byte) (number >>> 8), (byte) (number >>> 16), (byte) (number >>> 24)};
    }

    /** {@return the first four bytes as a number} */
    public static int intOf(byte[] bytes) {
        return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
    }

    /** {@return where the bytes are} */
    public long address() {
        return address;
    }

    /** Writes bytes to the begin. */
    public Buffer set(byte... bytes) {
        UnsafeApi.copyMemory(bytes, UnsafeApi.arrayBaseOffset(byte[].class), null, address, bytes.length);
        return this;
    }

    /** {@return a copy of all bytes} */
    public byte[] bytes() {
        var copy = new byte[length];
        UnsafeApi.copyMemory(null, address, copy, UnsafeApi.arrayBaseOffset(byte[].class), length);
        return copy;
    }

    @Override
    public String toString() {
        return Arrays.toString(bytes());
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
    }
}
