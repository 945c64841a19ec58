package okko.ringshm.wire;

/**
 * What the extension headers of IPv6 have in common, RFC 8200, 4: which header comes next and how long this one is.
 */
public final class Ipv6Extension {

    /** Length of the shortest extension header, and of the fragment header, bytes. */
    public static final int MIN_LENGTH_BYTES = 8;

    /** Bits of the fragment header's field that hold the offset, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0xfff8;

    /** Flag in the fragment header: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x0001;

    private static final int PROTOCOL_OFFSET = 0;
    private static final int LENGTH_OFFSET = 1;
    private static final int FRAGMENT_OFFSET = 2;

    private static final int SEGMENTS_LEFT_OFFSET = 3;

    private Ipv6Extension() {}

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
     * Reads the length of hop-by-hop options, destination options or a routing header.
     *
     * @param header address of the header's first byte
     * @return 8 to 2,048 bytes
     */
    public static int lengthBytes(long header) {
        return (NetworkOrder.u8(header + LENGTH_OFFSET) + 1) * 8;
    }

    /**
     * Reads the length of an authentication header, which is the only one to count in words of 4 bytes.
     *
     * @param header address of the header's first byte
     * @return 8 to 1,028 bytes
     */
    public static int authenticationLengthBytes(long header) {
        return (NetworkOrder.u8(header + LENGTH_OFFSET) + 2) * 4;
    }

    /**
     * Reads the offset and flag of a fragment header.
     *
     * @param header address of the header's first byte
     * @return {@link #FRAGMENT_OFFSET_MASK}, two reserved bits and {@link #MORE_FRAGMENTS}, 16 bits
     */
    public static int fragment(long header) {
        return NetworkOrder.u16(header + FRAGMENT_OFFSET);
    }

    /**
     * Reads how many nodes of a routing header are still to be visited.
     *
     * @param header address of the header's first byte
     * @return segments left, 8 bits
     */
    public static int segmentsLeft(long header) {
        return NetworkOrder.u8(header + SEGMENTS_LEFT_OFFSET);
    }
}
