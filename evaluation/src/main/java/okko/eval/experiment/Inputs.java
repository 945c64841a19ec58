package okko.eval.experiment;

import java.nio.file.Path;
import okko.eval.run.Launcher;
import okko.eval.workload.Traffic;

/**
 * What experiments are made from.
 *
 * @param launcher starts processes
 * @param traffic  that goes through all of them, unless an experiment varies it
 * @param trace    capture file that holds this traffic
 * @param work     directory for files; holds the BPF objects of the workloads
 */
public record Inputs(Launcher launcher, Traffic traffic, Path trace, Path work) {}
