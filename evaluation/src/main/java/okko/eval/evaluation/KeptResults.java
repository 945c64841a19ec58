package okko.eval.evaluation;

import java.io.IOException;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunInputs;
import okko.eval.journal.RunInputs.KeptTraffic;
import okko.eval.journal.RunRequest;
import okko.eval.load.LoadSummary;
import okko.eval.measure.Environment;
import okko.eval.report.Results;
import okko.eval.report.ResultsBuilder;
import okko.eval.report.RunDescription;
import okko.eval.run.Profile;
import okko.eval.stat.NestedEstimator;

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
        KeptTraffic traffic = inputs.traffic();
        RunRequest request = run.request().orElseThrow();
        Profile profile = Profile.of(request.profile())
                .orElseThrow(() -> new IOException("this build knows no profile \"" + request.profile() + "\""));
        RunDescription description = new RunDescription(run.name(), profile.label(), request.seed(),
                profile.method(), environment, new Results.TrafficSummary(traffic.source(), traffic.sha256(),
                        traffic.packets(), traffic.flows(), traffic.bytes()), inputs.objects());
        NestedEstimator estimator = new NestedEstimator(request.seed());
        return new ResultsBuilder(estimator).build(description, run.outcomes())
                .withLoad(run.load(new LoadSummary(estimator)));
    }
}
