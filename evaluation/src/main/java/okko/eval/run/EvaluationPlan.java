package okko.eval.run;

import java.nio.file.Path;
import java.util.List;
import okko.eval.setup.Setup;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/**
 * What to evaluate.
 *
 * @param profile   how much time to spend
 * @param workloads jobs, at least one
 * @param setups    places, at least one
 * @param traffic   that goes through all of them
 * @param trace     capture file that holds this traffic
 * @param objects   directory that holds the BPF objects
 * @param seed      of the order of trials
 */
public record EvaluationPlan(Profile profile, List<Workload> workloads, List<Setup> setups, Traffic traffic, Path trace,
        Path objects, long seed) {}
