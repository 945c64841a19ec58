package okko.ringshm.wire;

/**
 * IEEE 802.2 LLC header with the SNAP extension, RFC 1042: how an IEEE 802.3 frame, which has a length where others
 * have an EtherType, names one all the same.
 */
public final class Snap {

    /** Length, bytes. */
    public static final int LENGTH_BYTES = 8;

    /** Service access points, unnumbered information, and the organisation whose types are EtherTypes. */
    private static final long ETHERTYPE_FOLLOWS = 0xaaaa_0300_0000L;

    private static final int TYPE_OFFSET = 6;

    private Snap() {}

    /**
     * Says whether the header is one that an EtherType follows.
     *
     * @param header address of the header's first byte
     * @return false if the frame names its content in another way, or not at all
     */
    public static boolean hasType(long header) {
        return NetworkOrder.u48(header) == ETHERTYPE_FOLLOWS;
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
}
