package okko.eval.datapath;

/**
 * How much time to spend.
 *
 * @param sampleMs length of a sample
 * @param starts   of each switch, fresh ones
 */
public record Effort(int sampleMs, int starts) {

    /** Samples of each start. */
    static final int SAMPLES = 3;

    /** Starts of the comparison of a loaded program with none, whose difference is small, for each start of a row. */
    static final int IDLE_STARTS_PER_START = 4;
}
