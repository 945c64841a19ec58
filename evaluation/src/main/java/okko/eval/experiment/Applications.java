package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Proof;
import okko.eval.run.SwitchSubject;
import okko.eval.run.Variant;
import okko.eval.setup.Material;
import okko.eval.setup.Setup;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.Expectation;
import okko.eval.workload.Oracle;
import okko.eval.workload.Workload;

/** Oko's first figure: a workload in every place that was asked for. */
final class Applications {

    private static final int FEWEST_PROOF_PASSES = 3;
    private static final int MOST_PROOF_PASSES = 16;

    private Applications() {}

    static Experiment of(Workload workload, List<Setup> setups, Inputs inputs) {
        List<Variant> variants = new ArrayList<>();
        Judged judged = judge(workload, inputs);
        for (Setup setup : setups) {
            variants.add(new Variant(setup.label(), workload.label(), setup.label(), Map.of(),
                    judged.plan(workload, setup, inputs)));
        }
        return new Experiment("applications/" + workload.label(), Figure.APPLICATIONS, workload.label(),
                Optional.empty(), Setup.REFERENCE, List.copyOf(variants));
    }

    /** What the oracle says of the traffic, or why it says nothing. */
    static Judged judge(Workload workload, Inputs inputs) {
        try (var judge = workload.newOracle()) {
            return new Judged(
                    new Oracle(FEWEST_PROOF_PASSES, MOST_PROOF_PASSES).judge(inputs.traffic(), judge), null);
        } catch (IOException | IllegalStateException e) {
            return new Judged(null, "oracle: " + e.getMessage());
        }
    }

    /** Either an expectation or a fault. */
    record Judged(Expectation expectation, String fault) {

        SubjectPlan plan(Workload workload, Setup setup, Inputs inputs) {
            Optional<String> missing = setup.codeForm().missingIn(workload).or(setup::requires);
            if (missing.isPresent()) {
                return new Impossible(missing.get());
            }
            if (expectation == null) {
                return () -> {
                    throw new IOException(fault);
                };
            }
            int packets = inputs.traffic().packets();
            return new SwitchSubject.Plan(inputs.launcher(),
                    setup.plan(new Material(workload, inputs.trace(), packets, inputs.work())),
                    Proof.of(setup, expectation, packets));
        }
    }

    /** A place that this workload has no code for, or this machine no means. */
    private record Impossible(String reason) implements SubjectPlan {

        @Override
        public Optional<String> obstacle() {
            return Optional.of(reason);
        }

        @Override
        public Subject start() throws IOException {
            throw new IOException(reason);
        }
    }
}
