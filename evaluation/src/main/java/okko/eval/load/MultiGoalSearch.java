package okko.eval.load;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds, for several goals at once, the highest load that a system carries: not one number, but the interval between a
 * load that keeps to the goal and one that does not. Trials made for one goal count for all.
 *
 * <p>The search follows RFC 9971 in what it computes (bounds, conditional throughput) and has its own way of choosing
 * loads, which that document leaves open: from what arrives at overload it gallops, in steps that double, until the
 * answer lies between two loads, then halves; first with single trials and wide bounds, then again with long sums and
 * narrow ones.
 */
public final class MultiGoalSearch {

    /** Loads are whole packets per second, so bounds cannot come closer than this, in Mpps. */
    private static final double CLOSEST_MPPS = 4e-6;

    private final List<SearchGoal> goals;
    private final LoadRange range;
    private final int mostTrials;

    /**
     * Makes a search.
     *
     * @param goals      at least one
     * @param range      of loads; a system that does not carry the lowest has no lower bound
     * @param mostTrials that are made, besides the discarded one; a bound on time, not a target
     * @throws IllegalArgumentException if there is no goal, or a goal's width is too fine for whole packets
     */
    public MultiGoalSearch(List<SearchGoal> goals, LoadRange range, int mostTrials) {
        if (goals.isEmpty() || mostTrials < 1) {
            throw new IllegalArgumentException("nothing to search: goals=" + goals.size() + ", mostTrials="
                    + mostTrials);
        }
        for (SearchGoal goal : goals) {
            if (range.minMpps() * goal.width() < CLOSEST_MPPS) {
                throw new IllegalArgumentException("bounds would lie less than 4 packets/s apart: minMpps="
                        + range.minMpps() + ", width=" + goal.width());
            }
        }
        this.goals = List.copyOf(goals);
        this.range = range;
        this.mostTrials = mostTrials;
    }

    /**
     * Searches. The first trial, at the highest load, is made and forgotten: it warms up what only overload reaches.
     *
     * @param system to which packets are offered
     * @return the bounds for each goal, and all trials
     * @throws IOException if a trial fails
     */
    public SearchResult search(LoadTrial system) throws IOException {
        system.at(range.maxMpps(), goals.getFirst().trialMs());
        LoadSamples samples = new LoadSamples();
        List<GoalSearch> searches = goals.stream().map(goal -> new GoalSearch(goal, range)).toList();
        while (samples.size() < mostTrials) {
            // From the front each time: a trial for one goal may unsettle a load that another had judged.
            Optional<GoalSearch> next = searches.stream().filter(search -> !search.isFinished(samples)).findFirst();
            if (next.isEmpty()) {
                break;
            }
            next.get().decideNext(system, samples, mostTrials);
        }
        return new SearchResult(searches.stream().map(search -> search.result(samples)).toList(), samples.inOrder());
    }
}
