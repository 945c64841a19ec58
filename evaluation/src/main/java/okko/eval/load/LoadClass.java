package okko.eval.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the trials at one load say about a goal (RFC 9971, appendix A). */
enum LoadClass {
    /** Enough of the time was good, whatever more trials may show. */
    LOWER_BOUND,
    /** Too much of it was bad. */
    UPPER_BOUND,
    /** More trials are needed. */
    UNDECIDED;

    /**
     * Judges a load. Trials shorter than the goal's can only speak against it, and only as far as their bad time
     * exceeds what the good among them excuses.
     *
     * @param goal    what is asked for
     * @param samples all trials at this load, perhaps none
     * @return the verdict
     */
    static LoadClass of(SearchGoal goal, List<LoadSample> samples) {
        long goodMs = 0;
        long badMs = 0;
        long goodShortMs = 0;
        long badShortMs = 0;
        for (LoadSample sample : samples) {
            boolean good = sample.loss().ratio() <= goal.lossRatio();
            boolean full = sample.durationMs() >= goal.trialMs();
            goodMs += good && full ? sample.durationMs() : 0;
            badMs += !good && full ? sample.durationMs() : 0;
            goodShortMs += good && !full ? sample.durationMs() : 0;
            badShortMs += !good && !full ? sample.durationMs() : 0;
        }
        double excusedMs = goodShortMs * goal.exceedRatio() / (1 - goal.exceedRatio());
        double effectiveBadMs = badMs + Math.max(0, badShortMs - excusedMs);
        double wholeMs = Math.max(goodMs + effectiveBadMs, goal.durationSumMs());
        double allowedMs = wholeMs * goal.exceedRatio();
        if (effectiveBadMs > allowedMs) {
            return UPPER_BOUND;
        }
        // The time that is not yet measured counts as bad here: if there is enough good even so, it is decided.
        return wholeMs - goodMs <= allowedMs ? LOWER_BOUND : UNDECIDED;
    }

    /**
     * Computes what a load can be relied on to deliver (RFC 9971, appendix B): the load less the loss that the bad
     * trials which the goal puts up with leave as the worst.
     *
     * @param goal    what is asked for
     * @param mpps    the load
     * @param samples all trials at it
     * @return million packets per second
     */
    static double conditionalMpps(SearchGoal goal, double mpps, List<LoadSample> samples) {
        List<LoadSample> full = new ArrayList<>(samples);
        full.removeIf(sample -> sample.durationMs() < goal.trialMs());
        full.sort(Comparator.comparingDouble(sample -> sample.loss().ratio()));
        double wholeMs = Math.max(goal.durationSumMs(), full.stream().mapToLong(LoadSample::durationMs).sum());
        double remainingMs = wholeMs * (1 - goal.exceedRatio());
        double worst = 0;
        for (LoadSample sample : full) {
            if (remainingMs <= 0) {
                break;
            }
            worst = sample.loss().ratio();
            remainingMs -= sample.durationMs();
        }
        return mpps * (1 - (remainingMs > 0 ? 1 : worst));
    }
}
