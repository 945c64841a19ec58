package okko.eval.datapath;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules of which no two share a mask: each is a pair of prefixes of other lengths, with one bit set that tells it from
 * the shorter ones. Rule {@code (a, b)} matches the source {@code 10.0.0.0/8} with the first {@code a} bits behind it 0
 * and the next one 1, and the destination {@code 172.16.0.0/12} likewise.
 *
 * @param sources      how many lengths of the source, 1 to 5
 * @param destinations how many lengths of the destination, 1 to 10
 */
record MaskGrid(int sources, int destinations) {

    /** One rule over all addresses of the traffic. */
    static final MaskGrid NONE = new MaskGrid(0, 0);

    /** UDP port that all frames go to. */
    static final int PORT = 2000;

    private static final int FIRST_SOURCE = 10 << 24;
    private static final int FIRST_DESTINATION = 172 << 24 | 16 << 16;
    private static final int SOURCE_PREFIX = 8;
    private static final int DESTINATION_PREFIX = 12;
    private static final int HIGHEST_PRIORITY = 1000;
    private static final int ADDRESS_BITS = 32;

    /** {@return how many rules there are, 1 at least} */
    int groups() {
        return Math.max(1, sources * destinations);
    }

    /** {@return the priority of a group's rule, which no other one has} */
    static int priority(int group) {
        return HIGHEST_PRIORITY - group;
    }

    /** {@return the rules, one per group, as ovs-ofctl takes them} */
    List<String> rules(String actions) {
        List<String> rules = new ArrayList<>();
        for (int group = 0; group < groups(); group++) {
            rules.add("priority=%d,in_port=1,udp,nw_src=%s/%d,nw_dst=%s/%d,tp_dst=%d,actions=%s".formatted(
                    priority(group), text(FIRST_SOURCE | bit(sourceBits(group))), prefix(sourceBits(group)),
                    text(FIRST_DESTINATION | bit(destinationBits(group))), prefix(destinationBits(group)),
                    PORT, actions));
        }
        return rules;
    }

    /** {@return a source address that the group's rule matches, another for each number below 2^19} */
    int source(int group, int number) {
        return FIRST_SOURCE | address(sourceBits(group), number);
    }

    /** {@return a destination address that the group's rule matches, with the number in what the rule leaves open} */
    int destination(int group, int number) {
        return FIRST_DESTINATION | address(destinationBits(group), number);
    }

    /** How many bits of the address are open to choice in a group: those behind the prefix. */
    private int sourceBits(int group) {
        return ADDRESS_BITS - SOURCE_PREFIX - (this.equals(NONE) ? 0 : 1 + group / destinations);
    }

    private int destinationBits(int group) {
        return ADDRESS_BITS - DESTINATION_PREFIX - (this.equals(NONE) ? 0 : 1 + group % destinations);
    }

    private int address(int openBits, int number) {
        return bit(openBits) | number & (1 << openBits) - 1;
    }

    /** The one bit before the open ones, which only a grid sets. */
    private int bit(int openBits) {
        return this.equals(NONE) ? 0 : 1 << openBits;
    }

    private static int prefix(int openBits) {
        return ADDRESS_BITS - openBits;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
