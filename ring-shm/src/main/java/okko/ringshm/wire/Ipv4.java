package okko.ringshm.wire;

/**
 * IPv4 header, RFC 791.
 */
public final class Ipv4 {

    /** Number in the first bits of the header. */
    public static final int VERSION = 4;

    /** Length without options, bytes. */
    public static final int MIN_LENGTH_BYTES = 20;

    /** Protocol number of ICMP. */
    public static final int PROTOCOL_ICMP = 1;

    /** Protocol number of TCP. */
    public static final int PROTOCOL_TCP = 6;

    /** Protocol number of UDP. */
    public static final int PROTOCOL_UDP = 17;

    /** Protocol number of SCTP. */
    public static final int PROTOCOL_SCTP = 132;

    /** Flag in the fragment field: do not fragment. */
    public static final int DONT_FRAGMENT = 0x4000;

    /** Flag in the fragment field: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x2000;

    /** Bits of the fragment field that hold the offset, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1fff;

    private static final int TYPE_OF_SERVICE_OFFSET = 1;
    private static final int TOTAL_LENGTH_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int FRAGMENT_OFFSET = 6;
    private static final int TIME_TO_LIVE_OFFSET = 8;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int CHECKSUM_OFFSET = 10;
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;

    private Ipv4() {}

    /**
     * Reads the type of service (DSCP and ECN).
     *
     * @param header address of the header's first byte
     * @return type of service (DSCP and ECN), 8 bits
     */
    public static int typeOfService(long header) {
        return NetworkOrder.u8(header + TYPE_OF_SERVICE_OFFSET);
    }

    /**
     * Writes the type of service (DSCP and ECN).
     *
     * @param header address of the header's first byte
     * @param value  type of service (DSCP and ECN)
     */
    public static void typeOfService(long header, int value) {
        NetworkOrder.put8(header + TYPE_OF_SERVICE_OFFSET, value);
    }

    /**
     * Reads the total length in bytes, header included.
     *
     * @param header address of the header's first byte
     * @return total length in bytes, header included, 16 bits
     */
    public static int totalLength(long header) {
        return NetworkOrder.u16(header + TOTAL_LENGTH_OFFSET);
    }

    /**
     * Writes the total length in bytes, header included.
     *
     * @param header address of the header's first byte
     * @param value  total length in bytes, header included
     */
    public static void totalLength(long header, int value) {
        NetworkOrder.put16(header + TOTAL_LENGTH_OFFSET, value);
    }

    /**
     * Reads the identification.
     *
     * @param header address of the header's first byte
     * @return identification, 16 bits
     */
    public static int identification(long header) {
        return NetworkOrder.u16(header + IDENTIFICATION_OFFSET);
    }

    /**
     * Writes the identification.
     *
     * @param header address of the header's first byte
     * @param value  identification
     */
    public static void identification(long header, int value) {
        NetworkOrder.put16(header + IDENTIFICATION_OFFSET, value);
    }

    /**
     * Reads the flags and fragment offset.
     *
     * @param header address of the header's first byte
     * @return flags and fragment offset, 16 bits
     */
    public static int fragment(long header) {
        return NetworkOrder.u16(header + FRAGMENT_OFFSET);
    }

    /**
     * Writes the flags and fragment offset.
     *
     * @param header address of the header's first byte
     * @param value  flags and fragment offset
     */
    public static void fragment(long header, int value) {
        NetworkOrder.put16(header + FRAGMENT_OFFSET, value);
    }

    /**
     * Reads the time to live, hops.
     *
     * @param header address of the header's first byte
     * @return time to live, hops, 8 bits
     */
    public static int timeToLive(long header) {
        return NetworkOrder.u8(header + TIME_TO_LIVE_OFFSET);
    }

    /**
     * Writes the time to live, hops.
     *
     * @param header address of the header's first byte
     * @param value  time to live, hops
     */
    public static void timeToLive(long header, int value) {
        NetworkOrder.put8(header + TIME_TO_LIVE_OFFSET, value);
    }

    /**
     * Reads the protocol number of the payload.
     *
     * @param header address of the header's first byte
     * @return protocol number of the payload, 8 bits
     */
    public static int protocol(long header) {
        return NetworkOrder.u8(header + PROTOCOL_OFFSET);
    }

    /**
     * Writes the protocol number of the payload.
     *
     * @param header address of the header's first byte
     * @param value  protocol number of the payload
     */
    public static void protocol(long header, int value) {
        NetworkOrder.put8(header + PROTOCOL_OFFSET, value);
    }

    /**
     * Reads the header checksum.
     *
     * @param header address of the header's first byte
     * @return header checksum, 16 bits
     */
    public static int checksum(long header) {
        return NetworkOrder.u16(header + CHECKSUM_OFFSET);
    }

    /**
     * Writes the header checksum.
     *
     * @param header address of the header's first byte
     * @param value  header checksum
     */
    public static void checksum(long header, int value) {
        NetworkOrder.put16(header + CHECKSUM_OFFSET, value);
    }

    /**
     * Reads the source address.
     *
     * @param header address of the header's first byte
     * @return source address, 32 bits
     */
    public static int source(long header) {
        return NetworkOrder.u32(header + SOURCE_OFFSET);
    }

    /**
     * Writes the source address.
     *
     * @param header address of the header's first byte
     * @param value  source address
     */
    public static void source(long header, int value) {
        NetworkOrder.put32(header + SOURCE_OFFSET, value);
    }

    /**
     * Reads the destination address.
     *
     * @param header address of the header's first byte
     * @return destination address, 32 bits
     */
    public static int destination(long header) {
        return NetworkOrder.u32(header + DESTINATION_OFFSET);
    }

    /**
     * Writes the destination address.
     *
     * @param header address of the header's first byte
     * @param value  destination address
     */
    public static void destination(long header, int value) {
        NetworkOrder.put32(header + DESTINATION_OFFSET, value);
    }

    /**
     * Reads the header's own length, options included.
     *
     * @param header address of the header's first byte
     * @return 0 to 60 bytes; below {@link #MIN_LENGTH_BYTES} the packet is malformed
     */
    public static int lengthBytes(long header) {
        return (NetworkOrder.u8(header) & 0x0f) << 2;
    }

    /**
     * Reads the version.
     *
     * @param header address of the header's first byte
     * @return 4 in a well-formed header
     */
    public static int version(long header) {
        return NetworkOrder.u8(header) >>> 4;
    }

    /**
     * Says whether the packet is a fragment other than the first, which carries no transport header.
     *
     * @param header address of the header's first byte
     * @return true if the fragment offset is not 0
     */
    public static boolean isLaterFragment(long header) {
        return (fragment(header) & FRAGMENT_OFFSET_MASK) != 0;
    }

    /**
     * Reads both addresses in one access.
     *
     * @param header address of the header's first byte
     * @return source address in bits 32 to 63, destination address in bits 0 to 31
     */
    public static long addresses(long header) {
        return NetworkOrder.u64(header + SOURCE_OFFSET);
    }

    /**
     * Says whether the packet is all there and its lengths agree with each other, so that the offsets here hold.
     *
     * @param header         address of the header's first byte
     * @param availableBytes from there to the end of the frame, of any sign
     * @return false if its fields are not to be believed
     */
    public static boolean isSound(long header, int availableBytes) {
        if (availableBytes < MIN_LENGTH_BYTES || version(header) != VERSION) {
            return false;
        }
        int headerBytes = lengthBytes(header);
        int totalBytes = totalLength(header);
        return headerBytes >= MIN_LENGTH_BYTES && headerBytes <= totalBytes && totalBytes <= availableBytes;
    }
}
