package okko.switchd.flow;

/**
 * The header fields of one packet and what is known about it, as 64-bit words in a {@code long[]}: what is looked up in
 * caches and rules.
 *
 * <pre>
 *  word  bits   field
 *     0   0-63  metadata
 *     1  32-63  port that the packet came in by
 *     1  24-31  IP protocol; ARP operation
 *     1  18-23  DSCP
 *     1  16-17  ECN
 *     1   8-15  time to live; hop limit
 *     1   0-1   {@link #FRAGMENT_ANY}, {@link #FRAGMENT_LATER}
 *     2  16-63  Ethernet destination
 *     2   0-15  EtherType behind the VLAN tags; {@link #TYPE_NONE} for an IEEE 802.3 frame that names none
 *     3  16-63  Ethernet source
 *     3   0-15  tag control information of the outer VLAN tag with {@link #VLAN_PRESENT}; 0 without a tag
 *     4  32-63  IPv4 source; ARP sender
 *     4   0-31  IPv4 destination; ARP target
 *     5  48-63  TCP, UDP or SCTP source port; ICMP or ICMPv6 type
 *     5  32-47  TCP, UDP or SCTP destination port; ICMP or ICMPv6 code
 *     5  16-27  TCP flags
 *     6  32-63  packet mark
 *     6   0-31  pass: 0 for a packet that came in by a port, else the number of the continuation it is looked up for
 *  ----         the words above are hot: nearly every packet has them
 *     7  48-63  tag control information of the inner VLAN tag with {@link #VLAN_PRESENT}; 0 without a second tag
 *     7   0-31  first (outermost) MPLS label stack entry: label 12-31, traffic class 9-11, bottom of stack 8, TTL 0-7
 *     8  32-63  second MPLS label stack entry
 *     8   0-31  third MPLS label stack entry
 *  9-10   all   IPv6 source, most significant bits first
 * 11-12   all   IPv6 destination
 *    13   0-19  IPv6 flow label
 * 14-15   all   target of neighbour discovery
 *    16   0-47  ARP sender hardware address; source link-layer address of a neighbour solicitation
 *    17   0-47  ARP target hardware address; target link-layer address of a neighbour advertisement
 * 18-25   all   registers 0 to 15, two in a word, the one with the even number in the upper half
 * </pre>
 *
 * All other bits are 0, and so is each field that the packet does not have. A key starts anywhere in its array: the
 * datapath keeps no object per packet.
 */
public final class FlowKey {

    /** Length of a key in 64-bit words. */
    public static final int WORDS = 26;

    /** How many words, from word 0 on, nearly every packet fills. */
    public static final int HOT_WORDS = 7;

    /** Word of the metadata. */
    public static final int METADATA = 0;

    /** Word of the input port and what IPv4 and IPv6 have in common. */
    public static final int PORT_AND_NETWORK = 1;

    /** Word of Ethernet destination and EtherType. */
    public static final int DESTINATION_AND_TYPE = 2;

    /** Word of Ethernet source and outer VLAN tag. */
    public static final int SOURCE_AND_VLAN = 3;

    /** Word of the IPv4 or ARP addresses. */
    public static final int ADDRESSES = 4;

    /** Word of the transport fields. */
    public static final int TRANSPORT = 5;

    /** Word of packet mark and pass. */
    public static final int MARK_AND_PASS = 6;

    /** Word of the inner VLAN tag and the first MPLS label. */
    public static final int INNER_VLAN_AND_MPLS = 7;

    /** Word of the second and third MPLS label. */
    public static final int MPLS = 8;

    /** First of the two words of the IPv6 source. */
    public static final int IPV6_SOURCE = 9;

    /** First of the two words of the IPv6 destination. */
    public static final int IPV6_DESTINATION = 11;

    /** Word of the IPv6 flow label. */
    public static final int IPV6_LABEL = 13;

    /** First of the two words of the target of neighbour discovery. */
    public static final int ND_TARGET = 14;

    /** Word of the sender's hardware address in ARP and neighbour discovery. */
    public static final int SENDER_HARDWARE = 16;

    /** Word of the target's hardware address in ARP and neighbour discovery. */
    public static final int TARGET_HARDWARE = 17;

    /** First of the words of the registers. */
    public static final int REGISTERS = 18;

    /** How many registers of 32 bits there are. */
    public static final int REGISTER_COUNT = 16;

    /** Lowest bit of an Ethernet address in words 2 and 3; in words 16 and 17 it is bit 0. */
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

    /** Lowest bit of the packet mark; the pass is below it. */
    public static final int MARK_SHIFT = 32;

    /** Lowest bit of the inner VLAN tag. */
    public static final int INNER_VLAN_SHIFT = 48;

    /** Lowest bit of the second MPLS label stack entry; the first and the third start at bit 0. */
    public static final int SECOND_LABEL_SHIFT = 32;

    /** How many MPLS label stack entries a key holds; a frame may have more. */
    public static final int MAX_MPLS_LABELS = 3;

    /** Set in a VLAN field where there is a tag; in the frame this bit is the DEI. */
    public static final int VLAN_PRESENT = 0x1000;

    /** EtherType of a frame that has a length in its place, as in OpenFlow 1.0's {@code OFP_DL_TYPE_NOT_ETH_TYPE}. */
    public static final int TYPE_NONE = 0x05ff;

    /** Fragment bit: the packet is a fragment. */
    public static final int FRAGMENT_ANY = 1;

    /** Fragment bit: the packet is a fragment other than the first; it has no transport fields. */
    public static final int FRAGMENT_LATER = 2;

    private FlowKey() {}

    /**
     * Reads the pass.
     *
     * @param key of {@link #WORDS} words
     * @return number of the continuation that the packet is looked up for
     */
    public static int pass(long[] key) {
        return (int) key[MARK_AND_PASS];
    }

    /**
     * Compares the first words of two keys.
     *
     * @param left        array of one key
     * @param leftOffset  its first word
     * @param right       array of the other key
     * @param rightOffset its first word
     * @param words       how many words to compare, from word 0 on; at most {@link #WORDS}
     * @return true if all of them are equal
     */
    public static boolean equal(long[] left, int leftOffset, long[] right, int rightOffset, int words) {
        // Without a branch per word: keys with equal hashes are nearly always equal.
        long difference = 0;
        for (int word = 0; word < words; word++) {
            difference |= left[leftOffset + word] ^ right[rightOffset + word];
        }
        return difference == 0;
    }
}
