package okko.eval.evaluation;

import java.io.IOException;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunInputs;
import okko.eval.measure.Environment;
import okko.eval.report.Results;
import okko.eval.report.ResultsBuilder;
import okko.eval.report.RunDescription;
import okko.eval.stat.Estimator;

/** Results from the journal alone; those of a run just measured are made in the same way. */
public final class KeptResults {

    private KeptResults() {}

    /**
     * Puts results together from what was measured so far.
     *
     * @param run in the journal, finished or not
     * @return its results
     * @throws IOException if the run was interrupted before anything was measured, or is of another version
     */
    public static Results of(PastRun run) throws IOException {
        Environment environment = run.environment().orElseThrow(
                () -> new IOException("the run " + run.name() + " was interrupted before anything was measured"));
        RunInputs inputs = run.inputs().orElseThrow();
        Plan plan = Plan.of(run.request().orElseThrow());
        RunDescription description = new RunDescription(run.name(), plan.profile().label(), plan.seed(),
                plan.profile().method(), environment, new Results.TrafficSummary(inputs.trafficSha256(),
                        inputs.packets(), inputs.flows(), inputs.bytes()), inputs.objects());
        return new ResultsBuilder(new Estimator(plan.seed())).build(description, run.outcomes());
    }
}
