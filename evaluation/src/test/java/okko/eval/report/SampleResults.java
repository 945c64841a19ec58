package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Method;
import okko.eval.run.Outcome;
import okko.eval.run.Variant;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.stat.NestedEstimator;
import okko.eval.subject.Evidence;
import okko.eval.workload.BundledWorkload;

/** Results of an evaluation that was never made: two workloads, one cell without proof. */
final class SampleResults {

    private static final Method METHOD = new Method(1, 3, 250, 10);

    private SampleResults() {}

    static Results build() {
        List<ExperimentOutcome> outcomes = new ArrayList<>();
        for (BundledWorkload workload : List.of(BundledWorkload.P0F, BundledWorkload.FIREWALL)) {
            List<Outcome> cells = new ArrayList<>();
            for (Setup setup : Setup.standard()) {
                cells.add(outcome(workload, setup));
            }
            outcomes.add(new ExperimentOutcome(new Experiment("applications/" + workload.label(), Figure.APPLICATIONS,
                    workload.label(), Optional.empty(), Setup.REFERENCE,
                    cells.stream().map(Outcome::variant).toList()), METHOD, cells));
        }
        Environment environment = new Environment("A CPU <tm>", 2, "Linux 6.1", "Vendor 25", List.of("-Xmx1g"), null,
                "0 0 0", "1 1 1", "abc", true, "2026-01-02T03:04:05Z", Map.of("microcode", "0xa00"));
        return new ResultsBuilder(new NestedEstimator(1)).build(new RunDescription("2026-01-02-1", "quick", 7,
                METHOD, environment, new Results.TrafficSummary("a sample", "ab12", 1, 1, 60),
                Map.of("p0f.o", "cd34")), outcomes);
    }

    private static Outcome outcome(BundledWorkload workload, Setup setup) {
        Variant variant = new Variant(setup.label(), workload.label(), setup.label(), Map.of(), null);
        if (workload == BundledWorkload.FIREWALL && setup == InProcess.JAVA) {
            return new Outcome.Unproved(variant, "proof: <verdicts> differ");
        }
        Map<String, Long> verdicts = setup.runsProgram() ? Map.of("match", 200L, "no_match", 100L)
                : Map.of("forwarded", 300L);
        return new Outcome.Proved(variant, new Evidence(3, 300, 0, verdicts,
                Map.of("match", "000000000000000a", "no_match", "ffffffffffffffff")), List.of(List.of(1.0, 2.0)),
                trials(mpps(setup)));
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
            trials.add(new Trial(0, round, 0, 1_000, 1_000, 2_000, mpps + round * 0.5, 2, 0L, 0L, null));
        }
        return trials;
    }
}
