package okko.eval.load;

import java.util.List;

/**
 * What a search found, and from what.
 *
 * @param goals   one per goal, in the order they were asked for
 * @param samples every trial that counts, in the order they were made; the discarded first one is not among them
 */
public record SearchResult(List<GoalResult> goals, List<LoadSample> samples) {

    /**
     * Finds what was found for a goal.
     *
     * @param label name of the goal
     * @return its result
     * @throws IllegalArgumentException if there is no such goal
     */
    public GoalResult goal(String label) {
        return goals.stream().filter(result -> result.goal().label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such goal: label=" + label));
    }
}
