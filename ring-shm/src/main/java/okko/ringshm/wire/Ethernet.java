package okko.ringshm.wire;

/**
 * Ethernet II header, IEEE 802.3.
 */
public final class Ethernet {

    /** Length without tags, bytes. */
    public static final int LENGTH_BYTES = 14;

    /** Length of an address, bytes. */
    public static final int ADDRESS_BYTES = 6;

    /** EtherType of IPv4. */
    public static final int TYPE_IPV4 = 0x0800;

    /** EtherType of ARP. */
    public static final int TYPE_ARP = 0x0806;

    /** EtherType of an IEEE 802.1Q tag. */
    public static final int TYPE_VLAN = 0x8100;

    /** EtherType of RARP. */
    public static final int TYPE_RARP = 0x8035;

    /** EtherType of an IEEE 802.1ad tag, the outer one of two. */
    public static final int TYPE_SERVICE_VLAN = 0x88a8;

    /** EtherType of MPLS. */
    public static final int TYPE_MPLS = 0x8847;

    /** EtherType of MPLS whose first label was assigned upstream, RFC 5332; once that of multicast. */
    public static final int TYPE_MPLS_MULTICAST = 0x8848;

    /** EtherType of IPv6. */
    public static final int TYPE_IPV6 = 0x86dd;

    /** Smaller values of the type field are lengths of an IEEE 802.3 frame. */
    public static final int MIN_TYPE = 0x0600;

    /** Bit of an address that is set for a group of stations. */
    private static final long GROUP_BIT = 1L << 40;

    /** First of the 16 addresses that bridges keep to themselves (IEEE 802.1Q, table 8-1). */
    private static final long RESERVED = 0x0180_c200_0000L;

    private static final int DESTINATION_OFFSET = 0;
    private static final int SOURCE_OFFSET = 6;
    private static final int TYPE_OFFSET = 12;

    private Ethernet() {}

    /**
     * Reads the destination address.
     *
     * @param header address of the header's first byte
     * @return destination address, 48 bits
     */
    public static long destination(long header) {
        return NetworkOrder.u48(header + DESTINATION_OFFSET);
    }

    /**
     * Writes the destination address.
     *
     * @param header address of the header's first byte
     * @param value  destination address
     */
    public static void destination(long header, long value) {
        NetworkOrder.put48(header + DESTINATION_OFFSET, value);
    }

    /**
     * Reads the source address.
     *
     * @param header address of the header's first byte
     * @return source address, 48 bits
     */
    public static long source(long header) {
        return NetworkOrder.u48(header + SOURCE_OFFSET);
    }

    /**
     * Writes the source address.
     *
     * @param header address of the header's first byte
     * @param value  source address
     */
    public static void source(long header, long value) {
        NetworkOrder.put48(header + SOURCE_OFFSET, value);
    }

    /**
     * Reads the EtherType.
     *
     * @param header address of the header's first byte
     * @return EtherType, 16 bits
     */
    public static int type(long header) {
        return NetworkOrder.u16(header + TYPE_OFFSET);
    }

    /**
     * Writes the EtherType.
     *
     * @param header address of the header's first byte
     * @param value  EtherType
     */
    public static void type(long header, int value) {
        NetworkOrder.put16(header + TYPE_OFFSET, value);
    }

    /**
     * Reads the destination address in one access, where it is to stand in the upper bits of a word.
     *
     * @param header address of the header's first byte
     * @return destination address in bits 16 to 63; the others are 0
     */
    public static long destinationInUpperBits(long header) {
        return NetworkOrder.u64(header + DESTINATION_OFFSET) & ~0xffffL;
    }

    /**
     * Reads the source address and the EtherType in one access.
     *
     * @param header address of the header's first byte
     * @return source address in bits 16 to 63, EtherType in bits 0 to 15
     */
    public static long sourceAndType(long header) {
        return NetworkOrder.u64(header + SOURCE_OFFSET);
    }

    /**
     * Says whether an address is that of a group of stations, or of all.
     *
     * @param address 48 bits
     * @return false if it is that of one station
     */
    public static boolean isGroup(long address) {
        return (address & GROUP_BIT) != 0;
    }

    /**
     * Says whether an address is one that bridges do not forward to.
     *
     * @param address 48 bits
     * @return true for 01:80:c2:00:00:00 to 01:80:c2:00:00:0f
     */
    public static boolean isReserved(long address) {
        return (address & ~0xfL) == RESERVED;
    }
}
