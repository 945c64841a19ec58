package okko.switchd.flow;

/**
 * The header fields of one packet, as six 64-bit words in a {@code long[]}: what is looked up in caches and rules.
 *
 * <pre>
 *  word  bits   field
 *     0   0-63  metadata
 *     1  16-63  Ethernet destination
 *     1   0-15  EtherType behind a VLAN tag; {@link #TYPE_NONE} for an IEEE 802.3 frame
 *     2  16-63  Ethernet source
 *     2   0-15  VLAN tag control information with {@link #VLAN_PRESENT}; 0 without a tag
 *     3  32-63  IPv4 source; ARP sender
 *     3   0-31  IPv4 destination; ARP target
 *     4  32-63  port that the packet came in by
 *     4  24-31  IP protocol; ARP operation
 *     4  18-23  DSCP
 *     4  16-17  ECN
 *     4   8-15  time to live
 *     4   0-1   {@link #FRAGMENT_ANY}, {@link #FRAGMENT_LATER}
 *     5  48-63  TCP or UDP source port; ICMP type
 *     5  32-47  TCP or UDP destination port; ICMP code
 *     5  16-27  TCP flags
 * </pre>
 *
 * All other bits are 0, and so is each field that the packet does not have. A key starts anywhere in its array: the
 * datapath keeps no object per packet.
 */
public final class FlowKey {

    /** Length of a key in 64-bit words. */
    public static final int WORDS = 6;

    /** Word of the metadata. */
    public static final int METADATA = 0;

    /** Word of Ethernet destination and EtherType. */
    public static final int DESTINATION_AND_TYPE = 1;

    /** Word of Ethernet source and VLAN tag. */
    public static final int SOURCE_AND_VLAN = 2;

    /** Word of the IPv4 addresses. */
    public static final int ADDRESSES = 3;

    /** Word of the input port and the other IPv4 fields. */
    public static final int PORT_AND_NETWORK = 4;

    /** Word of the transport fields. */
    public static final int TRANSPORT = 5;

    /** Lowest bit of an Ethernet address in its word. */
    public static final int ETHERNET_ADDRESS_SHIFT = 16;

    /** Lowest bit of the IPv4 source. */
    public static final int SOURCE_ADDRESS_SHIFT = 32;

    /** Lowest bit of the input port. */
    public static final int IN_PORT_SHIFT = 32;

    /** Lowest bit of the IP protocol. */
    public static final int PROTOCOL_SHIFT = 24;

    /** Lowest bit of the type of service: ECN, and DSCP above it. */
    public static final int TYPE_OF_SERVICE_SHIFT = 16;

    /** Lowest bit of the time to live. */
    public static final int TIME_TO_LIVE_SHIFT = 8;

    /** Lowest bit of the transport source port. */
    public static final int SOURCE_PORT_SHIFT = 48;

    /** Lowest bit of the transport destination port. */
    public static final int DESTINATION_PORT_SHIFT = 32;

    /** Lowest bit of the TCP flags. */
    public static final int TCP_FLAGS_SHIFT = 16;

    /** Bits of TCP's data offset and flags that are flags, the reserved ones included. */
    public static final int TCP_FLAGS_MASK = 0x0fff;

    /** Set in the VLAN field where there is a tag; in the frame this bit is the DEI. */
    public static final int VLAN_PRESENT = 0x1000;

    /** EtherType of a frame that has a length in its place, as in OpenFlow 1.0's {@code OFP_DL_TYPE_NOT_ETH_TYPE}. */
    public static final int TYPE_NONE = 0x05ff;

    /** Fragment bit: the packet is a fragment. */
    public static final int FRAGMENT_ANY = 1;

    /** Fragment bit: the packet is a fragment other than the first; it has no transport fields. */
    public static final int FRAGMENT_LATER = 2;

    private FlowKey() {}

    /**
     * Compares two keys.
     *
     * @param left        array of one key
     * @param leftOffset  its first word
     * @param right       array of the other key
     * @param rightOffset its first word
     * @return true if all words are equal
     */
    public static boolean equal(long[] left, int leftOffset, long[] right, int rightOffset) {
        // Without a branch per word: keys with equal hashes are nearly always equal.
        return ((left[leftOffset] ^ right[rightOffset])
                | (left[leftOffset + 1] ^ right[rightOffset + 1])
                | (left[leftOffset + 2] ^ right[rightOffset + 2])
                | (left[leftOffset + 3] ^ right[rightOffset + 3])
                | (left[leftOffset + 4] ^ right[rightOffset + 4])
                | (left[leftOffset + 5] ^ right[rightOffset + 5])) == 0;
    }
}
