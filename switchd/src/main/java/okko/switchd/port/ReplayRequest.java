package okko.switchd.port;

/**
 * How long to replay: until both minima are reached, and then to the end of the pass.
 *
 * @param minimumPasses whole passes over the capture, 1 or more
 * @param minimumNs     running time, 0 or more
 * @param patienceNs    how long the run may go without progress before it is given up, because packets do not come
 *                      home from somewhere
 * @param window        how many packets may be on their way to the sinks
 * @param common        what the port's receive queues agree on
 */
public record ReplayRequest(long minimumPasses, long minimumNs, long patienceNs, ReplayWindow window,
        CommonPasses common) {

    /** How long a run may go without progress unless said otherwise. */
    public static final long DEFAULT_PATIENCE_NS = 10_000_000_000L;

    /**
     * Asks for a run on which a packet's way ends when its buffer is back.
     *
     * @param minimumPasses whole passes over the capture, 1 or more
     * @param minimumNs     running time, 0 or more
     * @param patienceNs    how long the run may go without progress before it is given up
     */
    public ReplayRequest(long minimumPasses, long minimumNs, long patienceNs) {
        this(minimumPasses, minimumNs, patienceNs, ReplayWindow.UNLIMITED, new CommonPasses());
    }

    /** Checks the ranges. */
    public ReplayRequest {
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
    public ReplayRequest within(ReplayWindow wanted) {
        return new ReplayRequest(minimumPasses, minimumNs, patienceNs, wanted, common);
    }
}
