package okko.eval.setup;

import java.nio.file.Path;
import okko.eval.workload.Workload;

/**
 * What a setup is built from.
 *
 * @param workload the job
 * @param trace    capture file with the traffic
 * @param packets  that it holds
 * @param objects  directory that holds the BPF objects
 */
public record Material(Workload workload, Path trace, int packets, Path objects) {

    /** {@return the workload's BPF object} */
    public Path object() {
        return objects.resolve(workload.object().orElseThrow());
    }
}
