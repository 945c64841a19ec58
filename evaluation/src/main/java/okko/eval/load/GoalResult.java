package okko.eval.load;

import java.util.OptionalDouble;

/**
 * What a search found for one goal.
 *
 * @param goal            what was asked for
 * @param ending          why the search stopped
 * @param lowerMpps       highest load below the upper bound that keeps to the goal; empty if none did
 * @param upperMpps       lowest load that does not; empty if all did
 * @param conditionalMpps what arrives at the lower bound, even in the worst trial that counts; empty with it
 */
public record GoalResult(SearchGoal goal, Ending ending, OptionalDouble lowerMpps, OptionalDouble upperMpps,
        OptionalDouble conditionalMpps) {

    /** Why a search stopped. */
    public enum Ending {
        /** The bounds are as close as was asked for. */
        NARROW("bounds as close as asked for"),
        /** The highest load that can be offered keeps to the goal. */
        ABOVE_MAXIMUM("the highest offered load was carried"),
        /** The lowest load does not keep to it. */
        BELOW_MINIMUM("the lowest offered load was not carried"),
        /** The trials did not suffice. */
        OUT_OF_TRIALS("trials used up before the bounds were close");

        private final String description;

        Ending(String description) {
            this.description = description;
        }

        /** {@return it in words for a reader} */
        public String description() {
            return description;
        }
    }
}
