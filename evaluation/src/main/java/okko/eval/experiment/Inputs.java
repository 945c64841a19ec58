package okko.eval.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.eval.run.Launcher;
import okko.eval.setup.Material;
import okko.eval.workload.Bundle;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/**
 * What experiments are made from.
 *
 * @param launcher starts processes
 * @param traffic  that goes through all of them, unless an experiment varies it
 * @param trace    capture file that holds this traffic
 * @param work     directory for files
 */
public record Inputs(Launcher launcher, Traffic traffic, Path trace, Path work) {

    /** Puts a BPF object of Okko's into the directory, unless it is there. */
    Path object(String name) throws IOException {
        Path file = work.resolve(name);
        return Files.exists(file) ? file : Bundle.extractObject(name, work);
    }

    /** Puts a workload's BPF object into the directory, if there is one and it is not there. */
    void place(Workload workload) throws IOException {
        if (workload.object().isPresent() && !Files.exists(work.resolve(workload.object().get()))) {
            workload.placeObject(work);
        }
    }

    /** {@return a workload with the traffic of the run} */
    Material material(Workload workload) {
        return new Material(workload, trace, traffic.packets(), work);
    }
}
