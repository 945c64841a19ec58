package okko.switchd.packet;

import java.util.List;

/**
 * Bytes of a packet, counted from the first byte of its Ethernet header.
 *
 * @param ranges apart from each other and in order
 */
public record ByteRanges(List<Range> ranges) {

    /** No byte. */
    public static final ByteRanges NONE = new ByteRanges(List.of());

    /**
     * Some bytes.
     *
     * @param from the first one
     * @param end  the one behind the last
     */
    public record Range(int from, int end) {}

    /** Copies. */
    public ByteRanges {
        ranges = List.copyOf(ranges);
    }

    /** {@return whether there is none} */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * Says whether some byte is in both.
     *
     * @param from first byte of the others
     * @param end  the byte behind them
     * @return true if one of them is in a range
     */
    public boolean overlaps(int from, int end) {
        return ranges.stream().anyMatch(range -> range.from < end && from < range.end);
    }
}
