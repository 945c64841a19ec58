package okko.ringshm.wire;

/**
 * TCP header, RFC 9293.
 */
public final class Tcp {

    /** Length without options, bytes. */
    public static final int MIN_LENGTH_BYTES = 20;

    /** Flag: sender has no more data. */
    public static final int FIN = 0x01;

    /** Flag: synchronise sequence numbers. */
    public static final int SYN = 0x02;

    /** Flag: reset the connection. */
    public static final int RST = 0x04;

    /** Flag: push. */
    public static final int PSH = 0x08;

    /** Flag: the acknowledgement field is valid. */
    public static final int ACK = 0x10;

    /** Flag: the urgent pointer is valid. */
    public static final int URG = 0x20;

    /** Option kind: end of list. */
    public static final int OPTION_END = 0;

    /** Option kind: padding. */
    public static final int OPTION_NOP = 1;

    /** Option kind: maximum segment size, RFC 9293. */
    public static final int OPTION_MSS = 2;

    /** Option kind: window scale, RFC 7323. */
    public static final int OPTION_WINDOW_SCALE = 3;

    /** Option kind: SACK permitted, RFC 2018. */
    public static final int OPTION_SACK_PERMITTED = 4;

    /** Option kind: timestamps, RFC 7323. */
    public static final int OPTION_TIMESTAMPS = 8;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int ACKNOWLEDGEMENT_OFFSET = 8;
    private static final int DATA_OFFSET_AND_FLAGS_OFFSET = 12;
    private static final int WINDOW_OFFSET = 14;
    private static final int CHECKSUM_OFFSET = 16;
    private static final int URGENT_POINTER_OFFSET = 18;

    private Tcp() {}

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
     * Reads the sequence number.
     *
     * @param header address of the header's first byte
     * @return sequence number, 32 bits
     */
    public static int sequence(long header) {
        return NetworkOrder.u32(header + SEQUENCE_OFFSET);
    }

    /**
     * Writes the sequence number.
     *
     * @param header address of the header's first byte
     * @param value  sequence number
     */
    public static void sequence(long header, int value) {
        NetworkOrder.put32(header + SEQUENCE_OFFSET, value);
    }

    /**
     * Reads the acknowledgement number.
     *
     * @param header address of the header's first byte
     * @return acknowledgement number, 32 bits
     */
    public static int acknowledgement(long header) {
        return NetworkOrder.u32(header + ACKNOWLEDGEMENT_OFFSET);
    }

    /**
     * Writes the acknowledgement number.
     *
     * @param header address of the header's first byte
     * @param value  acknowledgement number
     */
    public static void acknowledgement(long header, int value) {
        NetworkOrder.put32(header + ACKNOWLEDGEMENT_OFFSET, value);
    }

    /**
     * Reads the data offset (top 4 bits, 32-bit words) and flags.
     *
     * @param header address of the header's first byte
     * @return data offset (top 4 bits, 32-bit words) and flags, 16 bits
     */
    public static int dataOffsetAndFlags(long header) {
        return NetworkOrder.u16(header + DATA_OFFSET_AND_FLAGS_OFFSET);
    }

    /**
     * Writes the data offset (top 4 bits, 32-bit words) and flags.
     *
     * @param header address of the header's first byte
     * @param value  data offset (top 4 bits, 32-bit words) and flags
     */
    public static void dataOffsetAndFlags(long header, int value) {
        NetworkOrder.put16(header + DATA_OFFSET_AND_FLAGS_OFFSET, value);
    }

    /**
     * Reads the window, not scaled.
     *
     * @param header address of the header's first byte
     * @return window, not scaled, 16 bits
     */
    public static int window(long header) {
        return NetworkOrder.u16(header + WINDOW_OFFSET);
    }

    /**
     * Writes the window, not scaled.
     *
     * @param header address of the header's first byte
     * @param value  window, not scaled
     */
    public static void window(long header, int value) {
        NetworkOrder.put16(header + WINDOW_OFFSET, value);
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

    /**
     * Reads the urgent pointer.
     *
     * @param header address of the header's first byte
     * @return urgent pointer, 16 bits; means something only with {@link #URG}
     */
    public static int urgentPointer(long header) {
        return NetworkOrder.u16(header + URGENT_POINTER_OFFSET);
    }

    /**
     * Reads the header's own length, options included.
     *
     * @param header address of the header's first byte
     * @return 0 to 60 bytes; below {@link #MIN_LENGTH_BYTES} the segment is malformed
     */
    public static int lengthBytes(long header) {
        return (NetworkOrder.u8(header + DATA_OFFSET_AND_FLAGS_OFFSET) >>> 4) << 2;
    }

    /**
     * Reads the flags, the three reserved bits left out.
     *
     * @param header address of the header's first byte
     * @return 9 bits, {@link #FIN} lowest
     */
    public static int flags(long header) {
        return dataOffsetAndFlags(header) & 0x1ff;
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
