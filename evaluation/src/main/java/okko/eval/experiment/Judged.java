package okko.eval.experiment;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import okko.eval.run.Proof;
import okko.eval.run.SwitchSubject;
import okko.eval.setup.Setup;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.Expectation;
import okko.eval.workload.Oracle;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/**
 * What the oracle says of a workload and some traffic; or why it says nothing, and then no plan can be started.
 *
 * @param expectation {@code null} if there is a fault
 * @param fault       {@code null} if there is an expectation
 */
record Judged(Expectation expectation, String fault) {

    private static final int FEWEST_PROOF_PASSES = 3;
    private static final int MOST_PROOF_PASSES = 16;

    static Judged of(Workload workload, Traffic traffic) {
        try (var judge = workload.newOracle()) {
            return new Judged(new Oracle(FEWEST_PROOF_PASSES, MOST_PROOF_PASSES).judge(traffic, judge), null);
        } catch (IOException | IllegalStateException e) {
            return new Judged(null, "oracle: " + e.getMessage());
        }
    }

    /** {@return how to start the workload in a place, with the traffic of the run} */
    SubjectPlan plan(Workload workload, Setup setup, Inputs inputs) {
        return setup.codeForm().missingIn(workload).or(setup::requires).<SubjectPlan>map(Impossible::new)
                .orElseGet(() -> plan(judgement -> new SwitchSubject.Plan(inputs.launcher(),
                        setup.plan(inputs.material(workload)),
                        Proof.of(setup, judgement, inputs.traffic().packets()))));
    }

    /** {@return what is made of the expectation} */
    SubjectPlan plan(Function<Expectation, SubjectPlan> of) {
        if (expectation != null) {
            return of.apply(expectation);
        }
        return () -> {
            throw new IOException(fault);
        };
    }

    /** A place that this workload has no code for, or that this machine does not have. */
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
