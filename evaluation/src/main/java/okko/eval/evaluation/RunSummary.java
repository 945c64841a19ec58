package okko.eval.evaluation;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunInputs;
import okko.eval.journal.RunRequest;
import okko.eval.measure.Trial;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Outcome.Proved;
import okko.eval.setup.Setup;
import okko.eval.stat.Estimator;

/**
 * A line about a run; what is not known is {@code null}.
 *
 * @param name      of the run
 * @param date      of its first attempt, ISO 8601, UTC
 * @param profile   how much time was to be spent
 * @param figures   what was to be measured
 * @param commit    of the source tree
 * @param state     how far it has come
 * @param stepsDone steps that need not be taken again
 * @param steps     of the whole run, at most
 * @param attempts  how often it was begun or gone on with
 * @param answer    what came out, in a few words
 */
public record RunSummary(String name, String date, String profile, List<String> figures, String commit, String state,
        int stepsDone, Integer steps, int attempts, String answer) {

    private static final String IN_SWITCH = "switch-bpf";

    /**
     * Sums up.
     *
     * @param run of the journal
     * @return the line
     */
    public static RunSummary of(PastRun run) {
        Optional<RunRequest> request = run.request();
        Optional<RunInputs> inputs = run.inputs();
        return new RunSummary(run.name(), inputs.map(each -> each.environment().date()).orElse(null),
                request.map(RunRequest::profile).orElse(null), request.map(RunRequest::figures).orElse(List.of()),
                inputs.map(each -> each.environment().commit()).orElse(null), run.state().label(), run.stepsDone(),
                inputs.map(RunInputs::steps).orElse(null), run.attempts(), answer(run.outcomes()).orElse(null));
    }

    /** By medians alone: whether the difference is more than noise is for the report to say. */
    private static Optional<String> answer(List<ExperimentOutcome> outcomes) {
        List<Double> ratios = new ArrayList<>();
        for (ExperimentOutcome outcome : outcomes) {
            if (outcome.experiment().figure() == Figure.APPLICATIONS) {
                Optional<Double> inSwitch = median(outcome, IN_SWITCH);
                Optional<Double> reference = median(outcome, Setup.REFERENCE);
                inSwitch.flatMap(mpps -> reference.map(other -> mpps / other)).ifPresent(ratios::add);
            }
        }
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        DoubleSummaryStatistics all = ratios.stream().mapToDouble(ratio -> ratio).summaryStatistics();
        String low = String.format(Locale.ROOT, "%.2f", all.getMin());
        String high = String.format(Locale.ROOT, "%.2f", all.getMax());
        return Optional.of(IN_SWITCH + " at " + (low.equals(high) ? low : low + " to " + high) + " times "
                + Setup.REFERENCE);
    }

    private static Optional<Double> median(ExperimentOutcome outcome, String setup) {
        return outcome.outcomes().stream().filter(Proved.class::isInstance).map(Proved.class::cast)
                .filter(each -> each.variant().setup().equals(setup)).findFirst()
                .map(each -> Estimator.median(each.trials().stream().mapToDouble(Trial::mpps).toArray()));
    }
}
