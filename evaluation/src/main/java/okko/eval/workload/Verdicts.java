package okko.eval.workload;

/**
 * What became of packets by a program's or a processor's verdicts.
 *
 * @param match   result 1
 * @param noMatch any other result
 * @param dropped by a processor, which may do so instead of passing a packet
 */
public record Verdicts(long match, long noMatch, long dropped) {

    /**
     * Of a program that drops none.
     *
     * @param match   result 1
     * @param noMatch any other result
     */
    public Verdicts(long match, long noMatch) {
        this(match, noMatch, 0);
    }

    /** {@return packets of all kinds} */
    public long total() {
        return match + noMatch + dropped;
    }

    /**
     * Adds others.
     *
     * @param more to add
     * @return the sums
     */
    public Verdicts plus(Verdicts more) {
        return new Verdicts(match + more.match, noMatch + more.noMatch, dropped + more.dropped);
    }

    /**
     * Repeats them.
     *
     * @param times how often
     * @return the counts, multiplied
     */
    public Verdicts times(long times) {
        return new Verdicts(match * times, noMatch * times, dropped * times);
    }
}
