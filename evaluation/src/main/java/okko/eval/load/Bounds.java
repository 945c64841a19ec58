package okko.eval.load;

import java.util.Optional;
import java.util.OptionalDouble;
import okko.eval.load.GoalResult.Ending;

/**
 * What trials say about a goal so far (RFC 9971, relevant bounds).
 *
 * @param lower highest load below {@code upper} that keeps to the goal
 * @param upper lowest load that does not
 */
record Bounds(OptionalDouble lower, OptionalDouble upper) {

    /**
     * Says whether, and why, there is nothing left to search.
     *
     * @param goal  that the bounds are for
     * @param range of loads that can be offered
     * @return why the search may stop; empty while it must go on
     */
    Optional<Ending> ending(SearchGoal goal, LoadRange range) {
        if (lower.isPresent() && lower.getAsDouble() >= range.maxMpps()) {
            return Optional.of(Ending.ABOVE_MAXIMUM);
        }
        if (upper.isPresent() && upper.getAsDouble() <= range.minMpps()) {
            return Optional.of(Ending.BELOW_MINIMUM);
        }
        if (lower.isPresent() && upper.isPresent()
                && upper.getAsDouble() - lower.getAsDouble() <= goal.width() * upper.getAsDouble()) {
            return Optional.of(Ending.NARROW);
        }
        return Optional.empty();
    }

    boolean hasInside(OptionalDouble load) {
        return load.isPresent()
                && (lower.isEmpty() || load.getAsDouble() > lower.getAsDouble())
                && (upper.isEmpty() || load.getAsDouble() < upper.getAsDouble());
    }
}
