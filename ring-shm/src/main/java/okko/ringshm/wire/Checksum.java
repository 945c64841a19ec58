package okko.ringshm.wire;

/**
 * The Internet checksum, RFC 1071, over raw memory. <b>Cold</b>: used where packets are made or completed, not for each
 * packet that is forwarded.
 */
public final class Checksum {

    private Checksum() {}

    /**
     * Adds 16-bit words in network order; an odd last byte counts as the high byte of a word.
     *
     * @param address     of the first byte
     * @param lengthBytes how many bytes, 0 or more
     * @param initial     a sum to go on from, 0 to start
     * @return the sum, not folded
     */
    public static long sum(long address, int lengthBytes, long initial) {
        long sum = initial;
        int at = 0;
        for (; at + 1 < lengthBytes; at += 2) {
            sum += NetworkOrder.u16(address + at);
        }
        if (at < lengthBytes) {
            sum += (long) NetworkOrder.u8(address + at) << 8;
        }
        return sum;
    }

    /**
     * Folds a sum into the value that belongs in a checksum field.
     *
     * @param sum from {@link #sum}
     * @return the ones' complement of the folded sum, 16 bits
     */
    public static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }

    /**
     * Computes the checksum of a TCP or UDP segment, its IPv4 pseudo header included.
     *
     * @param ipv4        address of the IPv4 header
     * @param segment     address of the transport header, whose checksum field the caller has set to 0
     * @param lengthBytes of transport header and payload
     * @return the value for the checksum field, 16 bits
     */
    public static int ofSegment(long ipv4, long segment, int lengthBytes) {
        long sum = (Ipv4.source(ipv4) >>> 16) + (Ipv4.source(ipv4) & 0xffff)
                + (Ipv4.destination(ipv4) >>> 16) + (Ipv4.destination(ipv4) & 0xffff)
                + Ipv4.protocol(ipv4) + lengthBytes;
        return fold(sum(segment, lengthBytes, sum));
    }

    /**
     * Says what becomes of a sum when a number under it changes. All numbers begin at an even byte of what is summed.
     *
     * @param before the number, 2, 4 or 8 bytes
     * @param after  the number that takes its place, as many bytes
     * @return what is to be added to the sum, not folded
     */
    public static long change(long before, long after) {
        return words(~before) + words(after);
    }

    private static long words(long number) {
        return (number >>> 48) + (number >>> 32 & 0xffff) + (number >>> 16 & 0xffff) + (number & 0xffff);
    }

    /**
     * Corrects a checksum after a change under it (RFC 1624, equation 3).
     *
     * @param checksum as it is in its field, 16 bits
     * @param change   sum of {@link #change changes}
     * @return the value that belongs in its field now
     */
    public static int corrected(int checksum, long change) {
        return fold((~checksum & 0xffff) + change);
    }
}
