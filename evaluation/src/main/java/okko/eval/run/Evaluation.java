package okko.eval.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okko.eval.setup.Material;
import okko.eval.setup.Setup;
import okko.eval.workload.Expectation;
import okko.eval.workload.Oracle;
import okko.eval.workload.Workload;

/** Evaluates every workload in every setup of a plan, one workload after the other. */
public final class Evaluation {

    private static final int FEWEST_PROOF_PASSES = 3;
    private static final int MOST_PROOF_PASSES = 16;

    private final EvaluationPlan plan;
    private final Launcher launcher;
    private final Progress progress;
    private final Random random;

    /**
     * Prepares an evaluation.
     *
     * @param plan     what to evaluate
     * @param launcher starts the processes
     * @param progress is told how it gets on
     */
    public Evaluation(EvaluationPlan plan, Launcher launcher, Progress progress) {
        this.plan = plan;
        this.launcher = launcher;
        this.progress = progress;
        random = new Random(plan.seed());
    }

    /** {@return the outcome of each cell, by workload, then by setup, in the order of the plan} */
    public List<CellOutcome> run() {
        progress.begin(plan.workloads().size() * plan.setups().size() * WorkloadRun.stepsPerCell(plan.profile()));
        List<CellOutcome> outcomes = new ArrayList<>();
        for (Workload workload : plan.workloads()) {
            List<CellOutcome> cells = evaluate(workload);
            progress.finished(workload, cells);
            outcomes.addAll(cells);
        }
        return outcomes;
    }

    private List<CellOutcome> evaluate(Workload workload) {
        Expectation expectation;
        try (var twin = workload.newTwin()) {
            expectation = new Oracle(FEWEST_PROOF_PASSES, MOST_PROOF_PASSES).judge(plan.traffic(), twin);
        } catch (IllegalStateException e) {
            return plan.setups().stream()
                    .<CellOutcome>map(setup -> new CellOutcome.Unproved(workload, setup, "oracle: " + e.getMessage()))
                    .toList();
        }
        Material material = new Material(workload, plan.trace(), plan.traffic().packets(), plan.objects());
        List<Cell> cells = new ArrayList<>();
        for (Setup setup : plan.setups()) {
            cells.add(new Cell(workload, setup, setup.plan(material),
                    Proof.of(setup, expectation, plan.traffic().packets())));
        }
        new WorkloadRun(cells, plan.profile(), random, progress).run(launcher);
        return cells.stream().map(Cell::outcome).toList();
    }
}
