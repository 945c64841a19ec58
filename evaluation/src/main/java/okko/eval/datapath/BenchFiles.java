package okko.eval.datapath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import okko.eval.workload.Bundle;

/** Files that both switches read: traffic, made when it is first asked for, and the trivial program. */
final class BenchFiles {

    private static final String PROGRAM = "never.o";

    private final Path directory;
    private final Path program;
    private final Map<UdpFlows, Path> traces = new HashMap<>();

    BenchFiles(Path directory) throws IOException {
        this.directory = directory;
        program = Bundle.extractObject(PROGRAM, directory);
    }

    Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    Path program() {
        return program;
    }

    Path trace(UdpFlows flows) throws IOException {
        Path file = traces.get(flows);
        if (file == null) {
            file = directory.resolve("flows-" + (traces.size() + 1) + ".pcap");
            flows.write(file);
            traces.put(flows, file);
        }
        return file;
    }
}
