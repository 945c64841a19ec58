package okko.ringshm.wire;

/**
 * MPLS label stack entry, RFC 3032.
 */
public final class Mpls {

    /** Bits of an entry that hold the time to live. */
    public static final int TTL_MASK = 0xff;

    /** Length of an entry, bytes. */
    public static final int LENGTH_BYTES = 4;

    /** Bit of an entry: it is the last one. */
    public static final int BOTTOM_OF_STACK = 0x100;

    /** Lowest bit of the label in an entry. */
    public static final int LABEL_SHIFT = 12;

    /** Lowest bit of the traffic class in an entry. */
    public static final int TRAFFIC_CLASS_SHIFT = 9;

    private static final int ENTRY_OFFSET = 0;

    private Mpls() {}

    /**
     * Reads the entry as a whole.
     *
     * @param header address of the header's first byte
     * @return label 12-31, traffic class 9-11, bottom of stack 8, time to live 0-7
     */
    public static int entry(long header) {
        return NetworkOrder.u32(header + ENTRY_OFFSET);
    }

    /**
     * Writes the entry as a whole.
     *
     * @param header address of the header's first byte
     * @param value  entry as a whole
     */
    public static void entry(long header, int value) {
        NetworkOrder.put32(header + ENTRY_OFFSET, value);
    }
}
