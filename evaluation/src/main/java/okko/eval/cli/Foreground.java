package okko.eval.cli;

import java.io.IOException;
import okko.eval.evaluation.EvaluationRun;
import okko.eval.evaluation.Plan;
import okko.eval.journal.RunLog;
import okko.eval.report.Results;
import okko.eval.run.ChildProcesses;

/** Measures while the user waits: shows progress, and cleans up when the user does not want to wait any longer. */
final class Foreground {

    private Foreground() {}

    /** Does what is missing of a run. */
    static Results measure(RunLog log) throws IOException {
        Plan plan = Plan.of(log.request());
        try (ChildProcesses children = ChildProcesses.open();
                ProgressLines progress = ProgressLines.onStandardError()) {
            // Whoever stops this JVM must not leave the measured ones behind.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> stop(children, log.name()), "stop measured processes"));
            return new EvaluationRun(plan, log, progress).run(children);
        }
    }

    private static void stop(ChildProcesses children, String run) {
        if (!children.isClosed()) {
            children.close();
            System.err.println("okko eval: stopped; okko eval run --resume " + run + " --out DIR goes on");
        }
    }
}
