package okko.switchd.port;

import java.util.Optional;

/**
 * How the queues of a replay port are to send.
 *
 * @param extent     how much, or how fast
 * @param patienceNs how long the run may go without progress before it is given up, because packets do not come
 *                   home from somewhere
 * @param window     how many packets may be on their way to the sinks
 * @param common     what the port's receive queues agree on
 */
public record ReplayRequest(Extent extent, long patienceNs, ReplayWindow window, CommonPasses common) {

    /** How long a run may go without progress unless said otherwise. */
    public static final long DEFAULT_PATIENCE_NS = 10_000_000_000L;

    /** Checks the range. */
    public ReplayRequest {
        if (patienceNs < 1) {
            throw new IllegalArgumentException("need 1 ns of patience at least: patienceNs=" + patienceNs);
        }
    }

    /**
     * Asks for a run on which a packet's way ends when its buffer is back.
     *
     * @param extent     how much, or how fast
     * @param patienceNs how long the run may go without progress before it is given up
     */
    public ReplayRequest(Extent extent, long patienceNs) {
        this(extent, patienceNs, ReplayWindow.UNLIMITED, new CommonPasses());
    }

    /**
     * Asks for a run on which packets leave the switch on their way and come in again.
     *
     * @param wanted how many may be on their way to the sinks
     * @return a request that is otherwise the same
     */
    public ReplayRequest within(ReplayWindow wanted) {
        return new ReplayRequest(extent, patienceNs, wanted, common);
    }

    /** {@return what a queue is asked for that only a share of the frames comes to} */
    ReplayRequest ofQueue(double share) {
        return switch (extent) {
            case Passes _ -> this;
            case Offered load -> new ReplayRequest(load.part(share), patienceNs, window, common);
        };
    }

    /** How much is to be sent. */
    public sealed interface Extent {}

    /**
     * As fast as packets come home, until both minima are reached, and then to the end of the pass. Nothing is lost
     * before the switch: what it does not take is not sent.
     *
     * @param minimumPasses whole passes over the capture, 1 or more
     * @param minimumNs     running time, 0 or more
     */
    public record Passes(long minimumPasses, long minimumNs) implements Extent {

        /** Checks the ranges. */
        public Passes {
            if (minimumPasses < 1 || minimumNs < 0) {
                throw new IllegalArgumentException("need 1 pass and 0 ns at least: passes=" + minimumPasses
                        + ", minimumNs=" + minimumNs);
            }
        }
    }

    /**
     * At a rate that does not ask how fast the switch is: packet {@code k} is due at {@code k / ratePps} after the
     * start, and what arrives while the receive queue is full is lost.
     *
     * @param ratePps      packets per second, more than 0
     * @param durationNs   packets are due from 0 until then; more than 0
     * @param receiveQueue packets that wait for the switch at most, as descriptors of a card's receive ring; 1 to
     *                     {@link #MOST_WAITING}
     * @param dueTimes     where to note when each packet was due; empty if nobody wants to know
     */
    public record Offered(double ratePps, long durationNs, int receiveQueue, Optional<DueTimes> dueTimes)
            implements Extent {

        /** Longest receive queue, far beyond that of any card. */
        public static final int MOST_WAITING = 1 << 20;

        /** Checks the ranges. */
        public Offered {
            if (!(ratePps > 0) || durationNs < 1 || receiveQueue < 1 || receiveQueue > MOST_WAITING) {
                throw new IllegalArgumentException("need a rate, a duration and 1 to " + MOST_WAITING
                        + " packets that wait: ratePps=" + ratePps + ", durationNs=" + durationNs + ", receiveQueue="
                        + receiveQueue);
            }
        }

        /** {@return the same at a share of the rate; as on a card, each queue has all of its descriptors} */
        Offered part(double share) {
            return new Offered(ratePps * share, durationNs, receiveQueue, dueTimes);
        }
    }
}
