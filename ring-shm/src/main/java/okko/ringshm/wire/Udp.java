package okko.ringshm.wire;

/**
 * UDP header, RFC 768.
 */
public final class Udp {

    /** Length, bytes. */
    public static final int LENGTH_BYTES = 8;

    /** In the checksum field: the sender has computed none (RFC 768). */
    public static final int NO_CHECKSUM = 0;

    /** In the checksum field: the checksum is 0. */
    public static final int ZERO_CHECKSUM = 0xffff;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int LENGTH_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 6;

    private Udp() {}

    /**
     * Reads the source port.
     *
     * @param header address of the header's first byte
     * @return source port, 16 bits
     */
    public static int sourcePort(long header) {
        return NetworkOrder.u16(header + SOURCE_PORT_OFFSET);
    }

    /**
     * Writes the source port.
     *
     * @param header address of the header's first byte
     * @param value  source port
     */
    public static void sourcePort(long header, int value) {
        NetworkOrder.put16(header + SOURCE_PORT_OFFSET, value);
    }

    /**
     * Reads the destination port.
     *
     * @param header address of the header's first byte
     * @return destination port, 16 bits
     */
    public static int destinationPort(long header) {
        return NetworkOrder.u16(header + DESTINATION_PORT_OFFSET);
    }

    /**
     * Writes the destination port.
     *
     * @param header address of the header's first byte
     * @param value  destination port
     */
    public static void destinationPort(long header, int value) {
        NetworkOrder.put16(header + DESTINATION_PORT_OFFSET, value);
    }

    /**
     * Reads the length of header and payload, bytes.
     *
     * @param header address of the header's first byte
     * @return length of header and payload, bytes, 16 bits
     */
    public static int length(long header) {
        return NetworkOrder.u16(header + LENGTH_OFFSET);
    }

    /**
     * Writes the length of header and payload, bytes.
     *
     * @param header address of the header's first byte
     * @param value  length of header and payload, bytes
     */
    public static void length(long header, int value) {
        NetworkOrder.put16(header + LENGTH_OFFSET, value);
    }

    /**
     * Reads the checksum, 0 if not computed.
     *
     * @param header address of the header's first byte
     * @return checksum, 0 if not computed, 16 bits
     */
    public static int checksum(long header) {
        return NetworkOrder.u16(header + CHECKSUM_OFFSET);
    }

    /**
     * Writes the checksum, 0 if not computed.
     *
     * @param header address of the header's first byte
     * @param value  checksum, 0 if not computed
     */
    public static void checksum(long header, int value) {
        NetworkOrder.put16(header + CHECKSUM_OFFSET, value);
    }

    /**
     * Reads both ports in one access.
     *
     * @param header address of the header's first byte
     * @return source port in bits 16 to 31, destination port in bits 0 to 15
     */
    public static int ports(long header) {
        return NetworkOrder.u32(header + SOURCE_PORT_OFFSET);
    }
}
