package okko.switchd.packet;

import java.util.Optional;

/**
 * User code in a rule's match: after the header fields have matched, does the packet match as well?
 *
 * <p>One instance per rule and datapath thread. It may keep state between packets, so it is asked at most once per
 * packet, and only if no rule of higher priority matched.
 */
public interface Filter {

    /**
     * Judges a packet.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     * @return true if it matches
     */
    boolean matches(long frame, int lengthBytes);

    /**
     * Learns what the program answered where it runs now; not called if {@link #matches} was.
     *
     * @param matches whether the packet matches
     */
    default void answered(boolean matches) {}

    /** {@return where it is to be asked; most filters never leave the switch} */
    default Placement placement() {
        return new Placement();
    }

    /**
     * Says what its answer depends on, if that is nothing but some bytes of the packet and its length: then the answer
     * is the same for all packets that are equal in these.
     *
     * @return the bytes; empty if it may depend on anything else, or do more than answer
     */
    default Optional<ByteRanges> dependsOnlyOn() {
        return Optional.empty();
    }

    /**
     * What a filter did so far.
     *
     * @param runs   how often it ran in the switch
     * @param meanNs mean time of those runs that were timed, nanoseconds; 0 if none was
     */
    record Work(long runs, double meanNs) {}

    /** {@return what it did so far; read by any thread} */
    default Work work() {
        return new Work(0, 0);
    }

    /** Says that no datapath asks it any more, and never will; most filters have nothing to do then. */
    default void close() {}
}
