package okko.eval.rings;

/** What one end of the rings does in a round. */
interface RingRound {

    /** Descriptors per publication. */
    int BATCH = 32;

    /**
     * Moves descriptors.
     *
     * @param count how many
     * @return the fold of what was read
     */
    long run(long count);

    /** {@return when the first descriptor was there, {@code System.nanoTime()}; an early time if that is the begin} */
    default long firstNs() {
        return Long.MIN_VALUE;
    }
}
