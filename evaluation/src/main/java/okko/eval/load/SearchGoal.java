package okko.eval.load;

import java.util.List;

/**
 * A loss that is put up with, and how surely a load must keep to it (RFC 9971, search goal).
 *
 * @param label         name in results, such as {@code ndr}
 * @param lossRatio     highest share of lost packets in a good trial, 0 to below 1
 * @param trialMs       length of a trial that counts in full
 * @param durationSumMs time in trials after which a load is judged, at least {@code trialMs}
 * @param width         greatest distance of the two bounds, as a share of the upper one, above 0 and below 1
 * @param exceedRatio   share of the time in trials that may be bad, 0 to below 1
 */
public record SearchGoal(String label, double lossRatio, long trialMs, long durationSumMs, double width,
        double exceedRatio) {

    /** Half of the trials may be bad: then one disturbance does not decide, and neither does one lucky trial. */
    public static final double EXCEED_RATIO = 0.5;

    /** Losses that FD.io calls partial: half a percent. */
    public static final double PARTIAL_LOSS = 0.005;

    /** Checks the ranges. */
    public SearchGoal {
        check(lossRatio >= 0 && lossRatio < 1, "lossRatio", lossRatio);
        check(trialMs > 0, "trialMs", trialMs);
        check(durationSumMs >= trialMs, "durationSumMs", durationSumMs);
        check(width > 0 && width < 1, "width", width);
        check(exceedRatio >= 0 && exceedRatio < 1, "exceedRatio", exceedRatio);
    }

    /**
     * Makes the goal of the non-drop rate: no packet lost.
     *
     * @param trialMs       length of a trial
     * @param durationSumMs time in trials after which a load is judged
     * @param width         greatest distance of the bounds, as a share of the upper one
     * @return the goal {@code ndr}
     */
    public static SearchGoal ndr(long trialMs, long durationSumMs, double width) {
        return new SearchGoal("ndr", 0, trialMs, durationSumMs, width, EXCEED_RATIO);
    }

    /**
     * Makes the goal of the partial-drop rate.
     *
     * @param trialMs       length of a trial
     * @param durationSumMs time in trials after which a load is judged
     * @param width         greatest distance of the bounds, as a share of the upper one
     * @return the goal {@code pdr}
     */
    public static SearchGoal pdr(long trialMs, long durationSumMs, double width) {
        return new SearchGoal("pdr", PARTIAL_LOSS, trialMs, durationSumMs, width, EXCEED_RATIO);
    }

    /**
     * Goals on the way to this one, each half as wide and longer than the one before. Most trials are then spent near
     * the answer.
     *
     * @return the stages, the last of them this goal
     */
    List<SearchGoal> stages() {
        long middleMs = Math.round(Math.sqrt((double) trialMs * durationSumMs));
        return List.of(stage(trialMs, Math.min(0.5, 4 * width)), stage(middleMs, Math.min(0.5, 2 * width)), this);
    }

    private SearchGoal stage(long sumMs, double stageWidth) {
        return new SearchGoal(label, lossRatio, trialMs, sumMs, Math.max(width, stageWidth), exceedRatio);
    }

    private static void check(boolean holds, String name, Number value) {
        if (!holds) {
            throw new IllegalArgumentException("out of range: " + name + "=" + value);
        }
    }
}
