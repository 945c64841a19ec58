package okko.eval.run;

/**
 * How variants are measured.
 *
 * @param starts         how often all of them are started afresh, 1 or more
 * @param rounds         of trials in each start, 1 or more; every variant has a turn in each
 * @param trialMs        shortest time of a trial
 * @param warmUpSlices   most slices of warm-up in each start
 */
public record Method(int starts, int rounds, int trialMs, int warmUpSlices) {

    /** Length of a slice of warm-up: long enough to tell a rate from noise. */
    static final int WARM_UP_SLICE_MS = 150;

    /** {@return trials of each variant, over all starts} */
    public int trials() {
        return starts * rounds;
    }

    /** {@return the longest warm-up in a start, in ms} */
    public int longestWarmUpMs() {
        return warmUpSlices * WARM_UP_SLICE_MS;
    }

    /** {@return a line about it} */
    public String description() {
        return trials() + " trials of " + trialMs / 1e3 + " s per cell" + (starts == 1 ? "" : " in " + starts
                + " starts of fresh processes") + ", after at most " + longestWarmUpMs() / 1e3
                + " s of warm-up";
    }
}
