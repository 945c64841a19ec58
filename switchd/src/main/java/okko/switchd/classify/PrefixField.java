package okko.switchd.classify;

import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/**
 * A part of the key that rules match by prefixes, and that has a {@link PrefixTrie} for this reason. It is read as
 * octets, most significant first.
 */
enum PrefixField {
    /** IPv4 source, ARP sender. */
    NW_SRC(FlowKey.ADDRESSES, FlowKey.SOURCE_ADDRESS_SHIFT, 32),
    /** IPv4 destination, ARP target. */
    NW_DST(FlowKey.ADDRESSES, 0, 32),
    /** IPv6 source. */
    IPV6_SRC(FlowKey.IPV6_SOURCE, 0, 128),
    /** IPv6 destination. */
    IPV6_DST(FlowKey.IPV6_DESTINATION, 0, 128),
    /** Transport source port, ICMP type. */
    TP_SRC(FlowKey.TRANSPORT, FlowKey.SOURCE_PORT_SHIFT, 16),
    /** Transport destination port, ICMP code. */
    TP_DST(FlowKey.TRANSPORT, FlowKey.DESTINATION_PORT_SHIFT, 16);

    private final int word;
    private final int shift;
    private final int bits;

    PrefixField(int word, int shift, int bits) {
        this.word = word;
        this.shift = shift;
        this.bits = bits;
    }

    /** {@return the stage in which it is looked up} */
    Stage stage() {
        return this == TP_SRC || this == TP_DST ? Stage.TRANSPORT : Stage.NETWORK;
    }

    /** {@return the length of the prefix that a match asks for; 0 if it asks for none, or for other bits} */
    int prefixLength(Match match) {
        long high = match.maskWord(word) >>> shift << Long.SIZE - Math.min(bits, Long.SIZE);
        long low = isLong() ? match.maskWord(word + 1) : 0;
        int highLength = Long.numberOfLeadingZeros(~high);
        int lowLength = Long.numberOfLeadingZeros(~low);
        boolean isPrefix = high == leadingOnes(highLength) && low == leadingOnes(lowLength)
                && (lowLength == 0 || highLength == Long.SIZE);
        return isPrefix ? highLength + lowLength : 0;
    }

    /** {@return the octets that a match asks for, as many as the field has} */
    int[] octets(Match match) {
        int[] octets = new int[bits / Byte.SIZE];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octet(match.keyWord(wordOf(i)), i);
        }
        return octets;
    }

    /** {@return an octet of a packet's key, 0 to 255} */
    int octet(long[] key, int index) {
        return octet(key[wordOf(index)], index);
    }

    /** Notes that the first bits of the field were looked at. */
    void addTo(long[] mask, int length) {
        if (isLong()) {
            mask[word] |= leadingOnes(Math.min(length, Long.SIZE));
            mask[word + 1] |= leadingOnes(Math.max(length - Long.SIZE, 0));
        } else {
            mask[word] |= leadingOnes(length) >>> Long.SIZE - bits - shift;
        }
    }

    private boolean isLong() {
        return bits > Long.SIZE;
    }

    private int wordOf(int octetIndex) {
        return word + octetIndex / Long.BYTES;
    }

    private int octet(long value, int index) {
        int lowestBit = isLong()
                ? Long.SIZE - Byte.SIZE * (index % Long.BYTES + 1)
                : shift + bits - Byte.SIZE * (index + 1);
        return (int) (value >>> lowestBit) & 0xff;
    }

    private static long leadingOnes(int count) {
        return count == 0 ? 0 : -1L << Long.SIZE - count;
    }
}
