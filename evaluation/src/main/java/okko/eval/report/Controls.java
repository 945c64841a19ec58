package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.experiment.ControlSide;
import okko.eval.measure.Trial;
import okko.eval.report.Results.Control;
import okko.eval.report.Results.Slowed;
import okko.eval.report.Results.Twin;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Outcome.Proved;
import okko.eval.stat.Estimate;
import okko.eval.stat.Gate;
import okko.eval.stat.NegativeControl;
import okko.eval.stat.NegativeControl.Finding;
import okko.eval.stat.NestedEstimator;

/** Judges a run by its control: whether equal came out equal, and slower slower. */
final class Controls {

    private final NestedEstimator estimator;

    Controls(NestedEstimator estimator) {
        this.estimator = estimator;
    }

    /** {@return the judgement; unstable where a side of the control has no number} */
    Control judge(ExperimentOutcome outcome) {
        List<String> faults = new ArrayList<>();
        List<Twin> twins = new ArrayList<>();
        twin(outcome, ControlSide.SWITCH, ControlSide.SWITCH_AGAIN, faults).ifPresent(twins::add);
        twin(outcome, ControlSide.PROCESS, ControlSide.PROCESS_AGAIN, faults).ifPresent(twins::add);
        Slowed slowed = slowed(outcome, faults);
        boolean stable = faults.isEmpty();
        String sentence = stable
                ? "Equal variants came out equal, and the one that waits was found: differences can be told"
                        + " from chance."
                : "UNSTABLE, so no winner is named: " + String.join("; ", faults) + ".";
        return new Control(stable, sentence, List.copyOf(twins), slowed);
    }

    private Optional<Twin> twin(ExperimentOutcome outcome, ControlSide one, ControlSide other, List<String> faults) {
        Optional<List<Trial>> first = trials(outcome, one, faults);
        Optional<List<Trial>> second = trials(outcome, other, faults);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        Gate gate = Gate.of(estimator.estimateRatio(Starts.mpps(second.get()), Starts.mpps(first.get())));
        if (!gate.isStable()) {
            faults.add(one.setup() + ": " + gate.reason());
        }
        return Optional.of(new Twin(one.setup(), Starts.range(gate.ratio()), gate.isStable(), gate.reason()));
    }

    private Slowed slowed(ExperimentOutcome outcome, List<String> faults) {
        Optional<List<Trial>> untouched = trials(outcome, ControlSide.UNTOUCHED, faults);
        Optional<List<Trial>> waiting = trials(outcome, ControlSide.SLOWED, faults);
        if (untouched.isEmpty() || waiting.isEmpty()) {
            return null;
        }
        Estimate ratio = estimator.estimateRatio(Starts.mpps(waiting.get()), Starts.mpps(untouched.get()));
        Estimate foundNs = estimator.estimateMedian(Starts.nsMore(waiting.get(), untouched.get()));
        NegativeControl control = NegativeControl.of(ratio, foundNs, ControlSide.ADDED_NS);
        boolean found = control.finding() == Finding.FOUND;
        if (!found) {
            faults.add(control.reason());
        }
        return new Slowed(ControlSide.ADDED_NS, Starts.range(foundNs), found, control.reason());
    }

    private static Optional<List<Trial>> trials(ExperimentOutcome outcome, ControlSide side, List<String> faults) {
        Optional<List<Trial>> trials = outcome.outcomes().stream().filter(Proved.class::isInstance)
                .map(Proved.class::cast).filter(proved -> proved.variant().label().equals(side.label()))
                .map(Proved::trials).findFirst();
        if (trials.isEmpty()) {
            faults.add("the control \"" + side.label() + "\" has no number");
        }
        return trials;
    }
}
