package okko.switchd.port;

import java.util.Optional;

/** How a queue of a replay port is to send. */
public sealed interface ReplayRequest {

    /** How long a run may go without progress unless said otherwise. */
    long DEFAULT_PATIENCE_NS = 10_000_000_000L;

    /** {@return how long the run may go without progress before it is given up: packets do not come home} */
    long patienceNs();

    /**
     * As fast as packets come home, until both minima are reached, and then to the end of the pass. Nothing is lost
     * before the switch: what is not taken is not sent.
     *
     * @param minimumPasses whole passes over the capture, 1 or more
     * @param minimumNs     running time, 0 or more
     * @param patienceNs    as {@link ReplayRequest#patienceNs}
     * @param window        how many packets may be on their way to the sinks
     * @param common        what the port's receive queues agree on
     */
    record Passes(long minimumPasses, long minimumNs, long patienceNs, ReplayWindow window, CommonPasses common)
            implements ReplayRequest {

        /**
         * Asks for a run on which a packet's way ends when its buffer is back.
         *
         * @param minimumPasses whole passes over the capture, 1 or more
         * @param minimumNs     running time, 0 or more
         * @param patienceNs    as {@link ReplayRequest#patienceNs}
         */
        public Passes(long minimumPasses, long minimumNs, long patienceNs) {
            this(minimumPasses, minimumNs, patienceNs, ReplayWindow.UNLIMITED, new CommonPasses());
        }

        /** Checks the ranges. */
        public Passes {
            if (minimumPasses < 1 || minimumNs < 0 || patienceNs < 1) {
                throw new IllegalArgumentException("need 1 pass, 0 ns and 1 ns of patience at least: passes="
                        + minimumPasses + ", minimumNs=" + minimumNs + ", patienceNs=" + patienceNs);
            }
        }

        /**
         * Asks for a run on which packets leave the switch on their way and come in again.
         *
         * @param wanted how many may be on their way to the sinks
         * @return a request that is otherwise the same
         */
        public Passes within(ReplayWindow wanted) {
            return new Passes(minimumPasses, minimumNs, patienceNs, wanted, common);
        }
    }

    /**
     * At a rate that does not ask how fast the switch is: packet {@code k} is due at {@code k / ratePps} after the
     * start, and what the switch has not taken by the time that the receive queue is full is lost.
     *
     * @param ratePps      packets per second, more than 0
     * @param durationNs   packets are due from 0 until then; more than 0
     * @param receiveQueue packets that wait for the switch at most, as descriptors of a card's receive ring; 1 to
     *                     {@link #MOST_WAITING}
     * @param dueTimes     where to note when each packet was due; empty if nobody wants to know
     * @param patienceNs   as {@link ReplayRequest#patienceNs}
     */
    record Offered(double ratePps, long durationNs, int receiveQueue, Optional<DueTimes> dueTimes, long patienceNs)
            implements ReplayRequest {

        /** Longest receive queue, far beyond that of any card. */
        public static final int MOST_WAITING = 1 << 20;

        /** Checks the ranges. */
        public Offered {
            if (!(ratePps > 0) || durationNs < 1 || receiveQueue < 1 || receiveQueue > MOST_WAITING
                    || patienceNs < 1) {
                throw new IllegalArgumentException("need a rate, a duration, 1 ns of patience and 1 to " + MOST_WAITING
                        + " packets that wait: ratePps=" + ratePps + ", durationNs=" + durationNs + ", receiveQueue="
                        + receiveQueue + ", patienceNs=" + patienceNs);
            }
        }

        /**
         * Cuts off the part of a receive queue that only some of the flows come to.
         *
         * @param part share of the frames, more than 0 and at most 1
         * @return the same at that share of the rate; as on a card, each queue has all of its descriptors
         */
        Offered part(double part) {
            return new Offered(ratePps * part, durationNs, receiveQueue, dueTimes, patienceNs);
        }
    }
}
