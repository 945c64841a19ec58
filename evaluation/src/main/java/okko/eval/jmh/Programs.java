package okko.eval.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.eval.workload.BundledWorkload;

/** The workloads' programs, loaded. */
final class Programs {

    private Programs() {}

    static BpfProgram load(BundledWorkload workload) throws IOException {
        Path directory = Files.createTempDirectory("okko-jmh");
        Path object = workload.placeObject(directory);
        try {
            return switch (BpfProgram.load(Files.readAllBytes(object), LoadOptions.DEFAULT)) {
                case LoadOutcome.Loaded(BpfProgram program) -> program;
                case LoadOutcome.Refused(String name, var findings) ->
                        throw new IllegalStateException(name + ": " + findings);
                case LoadOutcome.Malformed(String reason) -> throw new IllegalStateException(reason);
            };
        } finally {
            Files.delete(object);
            Files.delete(directory);
        }
    }
}
