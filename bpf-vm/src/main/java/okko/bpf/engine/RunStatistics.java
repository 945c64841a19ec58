package okko.bpf.engine;

/**
 * How often a program ran, and for how long. Time is taken of one run in {@value #SAMPLE_INTERVAL}: reading the clock
 * costs more than a short program.
 *
 * @param runs        all of them
 * @param sampledRuns of those, how many were timed
 * @param sampledNs   nanoseconds that these took together
 */
public record RunStatistics(long runs, long sampledRuns, long sampledNs) {

    /** One run in so many is timed; a power of two. */
    public static final int SAMPLE_INTERVAL = 1024;

    /** Before the first run. */
    public static final RunStatistics NONE = new RunStatistics(0, 0, 0);

    /**
     * Adds what another function of the program did.
     *
     * @param other its statistics
     * @return the sums
     */
    public RunStatistics plus(RunStatistics other) {
        return new RunStatistics(
                runs + other.runs, sampledRuns + other.sampledRuns, sampledNs + other.sampledNs);
    }

    /** {@return the mean time of a run, nanoseconds; 0 if none was timed} */
    public double meanNs() {
        return sampledRuns == 0 ? 0 : (double) sampledNs / sampledRuns;
    }
}
