package okko.eval.load;

import java.util.List;
import okko.eval.run.Figure;
import okko.eval.run.Profile;

/**
 * How systems are put under load. All shares are percent.
 *
 * @param starts          of fresh processes, 1 or more
 * @param warmUpSlices    most slices of warm-up in each start
 * @param trialMs         length of a trial
 * @param stabilityTrials at a tenth of the load, 1 or more
 * @param overloadTrials  at the highest load, 1 or more
 * @param goals           of the search
 * @param mostTrials      of the search, in each start
 * @param curvePercents   loads of the loss curve, of the receive rate
 * @param curveTrials     at each of them, 1 or more
 * @param latencyMs       length of a trial that times packets
 */
public record LoadMethod(int starts, int warmUpSlices, long trialMs, int stabilityTrials, int overloadTrials,
        List<SearchGoal> goals, int mostTrials, List<Integer> curvePercents, int curveTrials, long latencyMs) {

    /** Loads at which packets are timed, of the partial-drop rate: those of FD.io. */
    public static final List<Integer> LATENCY_PERCENTS = List.of(10, 50, 90);

    private static final List<Integer> COARSE = List.of(20, 40, 60, 80, 90, 100, 110, 120);
    private static final List<Integer> FINE = List.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100, 105, 110, 120);

    /**
     * Says what a profile allows. The narrowest bounds are those of FD.io; the sum after which a load is judged is far
     * below their 21 s, for there are many systems and hours are few.
     *
     * @param profile how much time to spend
     * @return the method
     */
    public static LoadMethod of(Profile profile) {
        int warmUpSlices = profile.method(Figure.LOAD).warmUpSlices();
        return switch (profile) {
            case QUICK -> new LoadMethod(1, warmUpSlices, 100, 3, 3, goals(100, 300, 0.05), 60, COARSE, 1, 300);
            case STANDARD -> new LoadMethod(3, warmUpSlices, 100, 5, 4, goals(100, 500, 0.02), 120, COARSE, 2, 500);
            case FULL -> new LoadMethod(3, warmUpSlices, 200, 5, 10, goals(200, 1_000, 0.005), 200, FINE, 2, 1_000);
        };
    }

    /** {@return a line about it} */
    public String description() {
        SearchGoal goal = goals.getFirst();
        return "trials of " + trialMs / 1e3 + " s in " + starts + (starts == 1 ? " start" : " starts")
                + "; a load is judged after " + goal.durationSumMs() / 1e3 + " s; bounds within "
                + 100 * goal.width() + " %";
    }

    private static List<SearchGoal> goals(long trialMs, long durationSumMs, double width) {
        return List.of(SearchGoal.ndr(trialMs, durationSumMs, width), SearchGoal.pdr(trialMs, durationSumMs, width));
    }
}
