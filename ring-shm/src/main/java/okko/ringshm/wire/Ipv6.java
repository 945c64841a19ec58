package okko.ringshm.wire;

/**
 * IPv6 header, RFC 8200, and the numbers of the headers that may follow it.
 */
public final class Ipv6 {

    /** Number in the first bits of the header. */
    public static final int VERSION = 6;

    /** Length without extension headers, bytes. */
    public static final int LENGTH_BYTES = 40;

    /** Protocol number of the hop-by-hop options. */
    public static final int PROTOCOL_HOP_BY_HOP = 0;

    /** Protocol number of the routing header. */
    public static final int PROTOCOL_ROUTING = 43;

    /** Protocol number of the fragment header. */
    public static final int PROTOCOL_FRAGMENT = 44;

    /** Protocol number of the authentication header, RFC 4302. */
    public static final int PROTOCOL_AUTHENTICATION = 51;

    /** Protocol number of ICMPv6. */
    public static final int PROTOCOL_ICMPV6 = 58;

    /** Protocol number of the destination options. */
    public static final int PROTOCOL_DESTINATION_OPTIONS = 60;

    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int PROTOCOL_OFFSET = 6;
    private static final int HOP_LIMIT_OFFSET = 7;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;
    private static final int LOW_HALF = Long.BYTES;

    private static final int TRAFFIC_CLASS_SHIFT = 20;
    private static final int FLOW_LABEL_MASK = 0xfffff;

    private Ipv6() {}

    /**
     * Reads the version.
     *
     * @param header address of the header's first byte
     * @return 6 in a good header
     */
    public static int version(long header) {
        return NetworkOrder.u8(header) >>> 4;
    }

    /**
     * Reads the traffic class (DSCP and ECN).
     *
     * @param header address of the header's first byte
     * @return traffic class, 8 bits
     */
    public static int trafficClass(long header) {
        return NetworkOrder.u32(header) >>> TRAFFIC_CLASS_SHIFT & 0xff;
    }

    /**
     * Writes the traffic class (DSCP and ECN).
     *
     * @param header address of the header's first byte
     * @param value  traffic class
     */
    public static void trafficClass(long header, int value) {
        int others = NetworkOrder.u32(header) & ~(0xff << TRAFFIC_CLASS_SHIFT);
        NetworkOrder.put32(header, others | (value & 0xff) << TRAFFIC_CLASS_SHIFT);
    }

    /**
     * Reads the flow label.
     *
     * @param header address of the header's first byte
     * @return flow label, 20 bits
     */
    public static int flowLabel(long header) {
        return NetworkOrder.u32(header) & FLOW_LABEL_MASK;
    }

    /**
     * Writes the flow label.
     *
     * @param header address of the header's first byte
     * @param value  flow label
     */
    public static void flowLabel(long header, int value) {
        NetworkOrder.put32(header, NetworkOrder.u32(header) & ~FLOW_LABEL_MASK | value & FLOW_LABEL_MASK);
    }

    /**
     * Reads the length in bytes of what follows the header.
     *
     * @param header address of the header's first byte
     * @return length in bytes of what follows the header, 16 bits
     */
    public static int payloadLength(long header) {
        return NetworkOrder.u16(header + PAYLOAD_LENGTH_OFFSET);
    }

    /**
     * Writes the length in bytes of what follows the header.
     *
     * @param header address of the header's first byte
     * @param value  length in bytes of what follows the header
     */
    public static void payloadLength(long header, int value) {
        NetworkOrder.put16(header + PAYLOAD_LENGTH_OFFSET, value);
    }

    /**
     * Reads the number of the next header.
     *
     * @param header address of the header's first byte
     * @return number of the next header, 8 bits
     */
    public static int protocol(long header) {
        return NetworkOrder.u8(header + PROTOCOL_OFFSET);
    }

    /**
     * Writes the number of the next header.
     *
     * @param header address of the header's first byte
     * @param value  number of the next header
     */
    public static void protocol(long header, int value) {
        NetworkOrder.put8(header + PROTOCOL_OFFSET, value);
    }

    /**
     * Reads the hop limit.
     *
     * @param header address of the header's first byte
     * @return hop limit, 8 bits
     */
    public static int hopLimit(long header) {
        return NetworkOrder.u8(header + HOP_LIMIT_OFFSET);
    }

    /**
     * Writes the hop limit.
     *
     * @param header address of the header's first byte
     * @param value  hop limit
     */
    public static void hopLimit(long header, int value) {
        NetworkOrder.put8(header + HOP_LIMIT_OFFSET, value);
    }

    /**
     * Reads the upper half of the source address.
     *
     * @param header address of the header's first byte
     * @return upper half of the source address, 64 bits
     */
    public static long sourceHigh(long header) {
        return NetworkOrder.u64(header + SOURCE_OFFSET);
    }

    /**
     * Writes the upper half of the source address.
     *
     * @param header address of the header's first byte
     * @param value  upper half of the source address
     */
    public static void sourceHigh(long header, long value) {
        NetworkOrder.put64(header + SOURCE_OFFSET, value);
    }

    /**
     * Reads the lower half of the source address.
     *
     * @param header address of the header's first byte
     * @return lower half of the source address, 64 bits
     */
    public static long sourceLow(long header) {
        return NetworkOrder.u64(header + SOURCE_OFFSET + LOW_HALF);
    }

    /**
     * Writes the lower half of the source address.
     *
     * @param header address of the header's first byte
     * @param value  lower half of the source address
     */
    public static void sourceLow(long header, long value) {
        NetworkOrder.put64(header + SOURCE_OFFSET + LOW_HALF, value);
    }

    /**
     * Reads the upper half of the destination address.
     *
     * @param header address of the header's first byte
     * @return upper half of the destination address, 64 bits
     */
    public static long destinationHigh(long header) {
        return NetworkOrder.u64(header + DESTINATION_OFFSET);
    }

    /**
     * Writes the upper half of the destination address.
     *
     * @param header address of the header's first byte
     * @param value  upper half of the destination address
     */
    public static void destinationHigh(long header, long value) {
        NetworkOrder.put64(header + DESTINATION_OFFSET, value);
    }

    /**
     * Reads the lower half of the destination address.
     *
     * @param header address of the header's first byte
     * @return lower half of the destination address, 64 bits
     */
    public static long destinationLow(long header) {
        return NetworkOrder.u64(header + DESTINATION_OFFSET + LOW_HALF);
    }

    /**
     * Writes the lower half of the destination address.
     *
     * @param header address of the header's first byte
     * @param value  lower half of the destination address
     */
    public static void destinationLow(long header, long value) {
        NetworkOrder.put64(header + DESTINATION_OFFSET + LOW_HALF, value);
    }

    /**
     * Says whether the packet is all there, so that the offsets here hold.
     *
     * @param header         address of the header's first byte
     * @param availableBytes from there to the end of the frame, of any sign
     * @return false if its fields are not to be believed
     */
    public static boolean isSound(long header, int availableBytes) {
        return availableBytes >= LENGTH_BYTES
                && version(header) == VERSION
                && payloadLength(header) <= availableBytes - LENGTH_BYTES;
    }
}
