package okko.eval.experiment;

import java.io.IOException;
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

    /**
     * Puts a BPF object into the directory.
     *
     * @param name of the object, such as {@code pass.o}
     * @return the file
     * @throws IOException if there is none of that name, or it cannot be written
     */
    Path object(String name) throws IOException {
        return Bundle.extractObject(name, work);
    }

    /** {@return a workload with the traffic of the run} */
    Material material(Workload workload) {
        return new Material(workload, trace, traffic.packets(), work);
    }
}
