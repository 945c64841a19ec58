package okko.ringshm.wire;

/**
 * ICMP header, RFC 792.
 */
public final class Icmp {

    /** Length of the part that all messages have, bytes. */
    public static final int LENGTH_BYTES = 8;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;

    private Icmp() {}

    /**
     * Reads the type (0 echo reply, 8 echo request).
     *
     * @param header address of the header's first byte
     * @return type, 8 bits
     */
    public static int type(long header) {
        return NetworkOrder.u8(header + TYPE_OFFSET);
    }

    /**
     * Writes the type.
     *
     * @param header address of the header's first byte
     * @param value  type
     */
    public static void type(long header, int value) {
        NetworkOrder.put8(header + TYPE_OFFSET, value);
    }

    /**
     * Reads the code.
     *
     * @param header address of the header's first byte
     * @return code, 8 bits
     */
    public static int code(long header) {
        return NetworkOrder.u8(header + CODE_OFFSET);
    }

    /**
     * Writes the code.
     *
     * @param header address of the header's first byte
     * @param value  code
     */
    public static void code(long header, int value) {
        NetworkOrder.put8(header + CODE_OFFSET, value);
    }

    /**
     * Reads the checksum.
     *
     * @param header address of the header's first byte
     * @return checksum, 16 bits
     */
    public static int checksum(long header) {
        return NetworkOrder.u16(header + CHECKSUM_OFFSET);
    }

    /**
     * Writes the checksum.
     *
     * @param header address of the header's first byte
     * @param value  checksum
     */
    public static void checksum(long header, int value) {
        NetworkOrder.put16(header + CHECKSUM_OFFSET, value);
    }
}
