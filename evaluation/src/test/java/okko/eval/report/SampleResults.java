package okko.eval.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.run.CellOutcome;
import okko.eval.run.CellOutcome.Proved;
import okko.eval.run.CellOutcome.Unproved;
import okko.eval.run.EvaluationPlan;
import okko.eval.run.Profile;
import okko.eval.run.Proof;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.stat.Estimator;
import okko.eval.workload.Traffic;
import okko.eval.workload.Verdicts;
import okko.eval.workload.Workload;

/** Results of an evaluation that was never made: two workloads, one cell without proof. */
final class SampleResults {

    private SampleResults() {}

    static Results build() {
        List<CellOutcome> outcomes = new ArrayList<>();
        for (Workload workload : List.of(Workload.P0F, Workload.FIREWALL)) {
            for (Setup setup : Setup.all()) {
                outcomes.add(workload == Workload.FIREWALL && setup == InProcess.JAVA
                        ? new Unproved(workload, setup, "proof: <verdicts> differ")
                        : new Proved(workload, setup, new Proof(3, 100, new Verdicts(200, 100), 0xa, -1,
                                new Verdicts(60, 40)), trials(mpps(setup))));
            }
        }
        EvaluationPlan plan = new EvaluationPlan(Profile.QUICK, List.of(Workload.P0F, Workload.FIREWALL), Setup.all(),
                new Traffic(List.of(new byte[60]), 7, "ab12", 1, 60), Path.of("t.pcap"), Path.of("."), 7);
        Environment environment = new Environment("A CPU <tm>", 2, "Linux 6.1", "Vendor 25", List.of("-Xmx1g"), null,
                "0 0 0", "1 1 1", "abc", true, "2026-01-02T03:04:05Z");
        return new ResultsBuilder(new Estimator(1)).build(plan, environment, Map.of("p0f.o", "cd34"), outcomes);
    }

    private static double mpps(Setup setup) {
        if (setup == InSwitch.COMPILED) {
            return 6;
        }
        return setup == InProcess.BPF ? 3 : 2;
    }

    private static List<Trial> trials(double mpps) {
        List<Trial> trials = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            trials.add(new Trial(round, 0, 1_000, 1_000, 2_000, mpps + round * 0.5, 2));
        }
        return trials;
    }
}
