package okko.eval.load;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import okko.eval.load.GoalResult.Ending;

/** The search for one goal: which load to try next. */
final class GoalSearch {

    private static final double LONGEST_STEP = 0.5;

    private final List<SearchGoal> stages;
    private final LoadRange range;
    private int stage;
    private double step;
    private double lastMpps = Double.NaN;

    GoalSearch(SearchGoal goal, LoadRange range) {
        stages = goal.stages();
        this.range = range;
        enter(0);
    }

    boolean isFinished(LoadSamples samples) {
        return samples.bounds(goal()).ending(goal(), range).isPresent();
    }

    /** Tries the next load until it is known what it is, or the trials are used up. */
    void decideNext(LoadTrial system, LoadSamples samples, int mostTrials) throws IOException {
        while (stage < stages.size() - 1 && samples.bounds(current()).ending(current(), range).isPresent()) {
            enter(stage + 1);
        }
        double mpps = range.nearest(choose(samples));
        long trialMs = current().trialMs();
        while (samples.size() < mostTrials
                && LoadClass.of(current(), samples.at(mpps)) == LoadClass.UNDECIDED) {
            samples.add(new LoadSample(mpps, trialMs, system.at(mpps, trialMs)));
        }
        lastMpps = mpps;
        step = Math.min(LONGEST_STEP, 2 * step);
    }

    GoalResult result(LoadSamples samples) {
        Bounds bounds = samples.bounds(goal());
        OptionalDouble conditional = bounds.lower().isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(LoadClass.conditionalMpps(goal(), bounds.lower().getAsDouble(),
                        samples.at(bounds.lower().getAsDouble())));
        return new GoalResult(goal(), bounds.ending(goal(), range).orElse(Ending.OUT_OF_TRIALS), bounds.lower(),
                bounds.upper(), conditional);
    }

    private double choose(LoadSamples samples) {
        Bounds bounds = samples.bounds(current());
        if (stage > 0) {
            // What an earlier stage found with fewer trials is most likely the answer, so it is tried first.
            Bounds hint = samples.bounds(stages.get(stage - 1));
            if (bounds.hasInside(hint.lower())) {
                return hint.lower().getAsDouble();
            }
            if (bounds.hasInside(hint.upper())) {
                return hint.upper().getAsDouble();
            }
        }
        if (bounds.upper().isEmpty()) {
            return bounds.lower().isEmpty() ? range.maxMpps() : bounds.lower().getAsDouble() * (1 + step);
        }
        double upper = bounds.upper().getAsDouble();
        if (bounds.lower().isEmpty()) {
            return Math.min(samples.receivedMpps(upper), upper * (1 - step));
        }
        double lower = bounds.lower().getAsDouble();
        double middle = (lower + upper) / 2;
        return lastMpps == upper ? Math.max(middle, upper * (1 - step)) : Math.min(middle, lower * (1 + step));
    }

    private SearchGoal goal() {
        return stages.getLast();
    }

    private SearchGoal current() {
        return stages.get(stage);
    }

    private void enter(int next) {
        stage = next;
        step = current().width();
        lastMpps = Double.NaN;
    }
}
