package okko.ringshm.wire;

/**
 * IEEE 802.1Q tag: what stands between the source address and the real EtherType.
 *
 * <p>A header starts behind the EtherType 0x8100, at the tag control information.
 */
public final class Vlan {

    /** Length of a tag: control information and the next EtherType, bytes. */
    public static final int LENGTH_BYTES = 4;

    private static final int ID_MASK = 0xfff;
    private static final int CONTROL_OFFSET = 0;
    private static final int TYPE_OFFSET = 2;

    private Vlan() {}

    /**
     * Reads the tag control information (priority, DEI, VLAN id).
     *
     * @param header address of the header's first byte
     * @return tag control information (priority, DEI, VLAN id), 16 bits
     */
    public static int control(long header) {
        return NetworkOrder.u16(header + CONTROL_OFFSET);
    }

    /**
     * Writes the tag control information (priority, DEI, VLAN id).
     *
     * @param header address of the header's first byte
     * @param value  tag control information (priority, DEI, VLAN id)
     */
    public static void control(long header, int value) {
        NetworkOrder.put16(header + CONTROL_OFFSET, value);
    }

    /**
     * Reads the EtherType of what follows the tag.
     *
     * @param header address of the header's first byte
     * @return EtherType of what follows the tag, 16 bits
     */
    public static int type(long header) {
        return NetworkOrder.u16(header + TYPE_OFFSET);
    }

    /**
     * Writes the EtherType of what follows the tag.
     *
     * @param header address of the header's first byte
     * @param value  EtherType of what follows the tag
     */
    public static void type(long header, int value) {
        NetworkOrder.put16(header + TYPE_OFFSET, value);
    }

    /**
     * Reads the VLAN id.
     *
     * @param header address of the header's first byte
     * @return 0 to 4,095
     */
    public static int id(long header) {
        return control(header) & ID_MASK;
    }
}
