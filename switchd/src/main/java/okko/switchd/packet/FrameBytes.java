package okko.switchd.packet;

import java.util.List;

/**
 * Some bytes of a frame, counted from its first one: what a program may read or write. Immutable.
 *
 * @param ranges in any order
 */
public record FrameBytes(List<Range> ranges) {

    /** No byte. */
    public static final FrameBytes NONE = new FrameBytes(List.of());

    /** All bytes of the longest frame. */
    public static final FrameBytes ALL = new FrameBytes(List.of(new Range(0, Integer.MAX_VALUE)));

    /**
     * Bytes that follow each other.
     *
     * @param from first one
     * @param end  the one behind the last
     */
    public record Range(int from, int end) {

        /**
         * Checks.
         *
         * @throws IllegalArgumentException if it is no range
         */
        public Range {
            if (from < 0 || from >= end) {
                throw new IllegalArgumentException("no bytes of a frame: from=" + from + ", end=" + end);
            }
        }
    }

    /** Copies. */
    public FrameBytes {
        ranges = List.copyOf(ranges);
    }

    /**
     * Makes a set of one range.
     *
     * @param from first byte
     * @param end  the one behind the last, more than {@code from}
     * @return the set
     */
    public static FrameBytes of(int from, int end) {
        return new FrameBytes(List.of(new Range(from, end)));
    }

    /** {@return whether no byte is in the set} */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * Says whether one of some bytes is in the set.
     *
     * @param from first of them
     * @param end  the one behind the last
     * @return true if there is one
     */
    public boolean overlaps(int from, int end) {
        return ranges.stream().anyMatch(range -> range.from < end && from < range.end);
    }
}
