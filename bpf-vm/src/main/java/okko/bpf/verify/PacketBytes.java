package okko.bpf.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of the packet's bytes, counted from the packet's first byte. Immutable.
 *
 * @param intervals in ascending order; between each and the next at least one byte is missing
 */
public record PacketBytes(List<Interval> intervals) {

    /** No byte. */
    public static final PacketBytes NONE = new PacketBytes(List.of());

    /** Every byte of every packet. */
    public static final PacketBytes ALL = new PacketBytes(List.of(new Interval(0, PacketFacts.MAX_LENGTH_BYTES)));

    /**
     * Bytes that follow each other.
     *
     * @param from the first
     * @param end  the first behind them, more than {@code from}
     */
    public record Interval(int from, int end) {

        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if they are not the bounds of at least one byte of a packet
         */
        public Interval {
            if (from < 0 || from >= end || end > PacketFacts.MAX_LENGTH_BYTES) {
                throw new IllegalArgumentException("not bytes of a packet: from=" + from + ", end=" + end);
            }
        }

        @Override
        public String toString() {
            return "[" + from + ", " + end + ")";
        }
    }

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the intervals are not in order, or touch each other
     */
    public PacketBytes {
        intervals = List.copyOf(intervals);
        for (int i = 1; i < intervals.size(); i++) {
            if (intervals.get(i - 1).end >= intervals.get(i).from) {
                throw new IllegalArgumentException("not apart and in order: intervals=" + intervals);
            }
        }
    }

    /** The bytes whose bit is set. */
    static PacketBytes of(BitSet bytes) {
        List<Interval> intervals = new ArrayList<>();
        for (int from = bytes.nextSetBit(0); from >= 0; ) {
            int end = bytes.nextClearBit(from);
            intervals.add(new Interval(from, end));
            from = bytes.nextSetBit(end);
        }
        return intervals.isEmpty() ? NONE : new PacketBytes(intervals);
    }

    /** {@return whether no byte is in the set} */
    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /**
     * Tells whether a byte is in the set.
     *
     * @param offset of the byte
     * @return whether it is
     */
    public boolean contains(int offset) {
        return overlaps(offset, offset + 1);
    }

    /**
     * Tells whether some byte of a range is in the set.
     *
     * @param from the first byte
     * @param end  the first behind the range
     * @return whether one is
     */
    public boolean overlaps(int from, int end) {
        return intervals.stream().anyMatch(interval -> interval.from < end && from < interval.end && from < end);
    }

    /**
     * Tells whether all bytes of a range are in the set.
     *
     * @param from the first byte
     * @param end  the first behind the range
     * @return whether all are; true of an empty range
     */
    public boolean containsAll(int from, int end) {
        return from >= end
                || intervals.stream().anyMatch(interval -> interval.from <= from && end <= interval.end);
    }

    /** {@return the first byte behind the last one in the set, 0 if the set is empty} */
    public int end() {
        return intervals.isEmpty() ? 0 : intervals.getLast().end;
    }

    /** {@return the intervals, like {@code [12, 14), [23, 24)}, or {@code none}} */
    @Override
    public String toString() {
        return intervals.isEmpty()
                ? "none"
                : intervals.stream().map(Interval::toString).collect(Collectors.joining(", "));
    }
}
