package okko.ringshm.wire;

import org.agrona.UnsafeApi;

/** Big-endian access to raw memory, unaligned, unchecked: what every header class here is written with. */
public final class NetworkOrder {

    private NetworkOrder() {}

    /**
     * Reads one byte.
     *
     * @param address of the byte
     * @return its value, 0 to 255
     */
    public static int u8(long address) {
        return UnsafeApi.getByte(address) & 0xff;
    }

    /**
     * Reads two bytes.
     *
     * @param address of the first byte
     * @return their value, 0 to 65,535
     */
    public static int u16(long address) {
        return Short.reverseBytes(UnsafeApi.getShort(address)) & 0xffff;
    }

    /**
     * Reads four bytes.
     *
     * @param address of the first byte
     * @return their value as 32 bits; negative where the top bit is set
     */
    public static int u32(long address) {
        return Integer.reverseBytes(UnsafeApi.getInt(address));
    }

    /**
     * Reads six bytes, as an Ethernet address has.
     *
     * @param address of the first byte
     * @return their value, 0 to 2^48 - 1
     */
    public static long u48(long address) {
        return ((long) u16(address) << 32) | (u32(address + 2) & 0xffffffffL);
    }

    /**
     * Reads eight bytes.
     *
     * @param address of the first byte
     * @return their value as 64 bits
     */
    public static long u64(long address) {
        return Long.reverseBytes(UnsafeApi.getLong(address));
    }

    /**
     * Writes one byte.
     *
     * @param address of the byte
     * @param value   its low 8 bits are written
     */
    public static void put8(long address, int value) {
        UnsafeApi.putByte(address, (byte) value);
    }

    /**
     * Writes two bytes.
     *
     * @param address of the first byte
     * @param value   its low 16 bits are written
     */
    public static void put16(long address, int value) {
        UnsafeApi.putShort(address, Short.reverseBytes((short) value));
    }

    /**
     * Writes four bytes.
     *
     * @param address of the first byte
     * @param value   to write
     */
    public static void put32(long address, int value) {
        UnsafeApi.putInt(address, Integer.reverseBytes(value));
    }

    /**
     * Writes six bytes.
     *
     * @param address of the first byte
     * @param value   its low 48 bits are written
     */
    public static void put48(long address, long value) {
        put16(address, (int) (value >>> 32));
        put32(address + 2, (int) value);
    }

    /**
     * Writes eight bytes.
     *
     * @param address of the first byte
     * @param value   to write
     */
    public static void put64(long address, long value) {
        UnsafeApi.putLong(address, Long.reverseBytes(value));
    }
}
