package okko.eval.workload;

/**
 * How many packets a program let match and how many not.
 *
 * @param match   verdict 1
 * @param noMatch any other verdict
 */
public record Verdicts(long match, long noMatch) {

    /** {@return packets of both kinds} */
    public long total() {
        return match + noMatch;
    }

    /**
     * Repeats them.
     *
     * @param times how often
     * @return the counts, multiplied
     */
    public Verdicts times(long times) {
        return new Verdicts(match * times, noMatch * times);
    }
}
