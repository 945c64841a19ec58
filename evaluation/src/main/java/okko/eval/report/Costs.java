package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import okko.eval.experiment.BreakdownStep;
import okko.eval.report.Results.Cost;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Outcome.Proved;
import okko.eval.stat.NestedEstimator;

/** Takes the figure "breakdown" apart: what the border costs, and what the work. */
final class Costs {

    private final NestedEstimator estimator;

    Costs(NestedEstimator estimator) {
        this.estimator = estimator;
    }

    /** {@return the steps of which both sides have numbers} */
    List<Cost> of(List<ExperimentOutcome> outcomes) {
        Measured measured = Measured.of(Figure.BREAKDOWN, outcomes);
        List<Cost> costs = new ArrayList<>();
        for (BreakdownStep step : BreakdownStep.all()) {
            measured.labelled(step.from()).ifPresent(from -> measured.labelled(step.to())
                    .ifPresent(to -> costs.add(cost(step, from, to))));
        }
        return List.copyOf(costs);
    }

    private Cost cost(BreakdownStep step, Proved from, Proved to) {
        return new Cost(step.name(), to.variant().setup(), step.from(), step.to(),
                Starts.range(estimator.estimateMedian(Starts.nsMore(to.trials(), from.trials()))));
    }
}
