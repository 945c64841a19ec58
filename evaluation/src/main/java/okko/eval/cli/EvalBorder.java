package okko.eval.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import okko.eval.border.BorderResults;
import okko.eval.border.BorderRun;
import okko.eval.run.ChildProcesses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko eval border}: what copying costs, by the length of frames. */
@Command(
        name = "border",
        description = {
            "Times the border between switch and processor with frames of 64 to 1,500 bytes: shared memory, isolated",
            "memory, and Aeron messages; copies per packet counted. Real processes; every packet must come back."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko eval border --seconds 1 --out out"})
final class EvalBorder implements Callable<Integer> {

    private static final String FILE = "border.json";
    private static final double MOST_SECONDS = 3_600;
    private static final double MS_PER_SECOND = 1e3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.4",
            description = "Length of a trial; there are 90 (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory for " + FILE + "; made if it is not there.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        if (!(seconds >= 1 / MS_PER_SECOND && seconds <= MOST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--seconds: expected 0.001 to 3600, not " + seconds);
        }
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try (ChildProcesses children = ChildProcesses.open(); StepBar bar = StepBar.onStandardError("border")) {
            Runtime.getRuntime().addShutdownHook(new Thread(children::close, "stop measured processes"));
            bar.begin(BorderRun.stepCount());
            BorderResults results = new BorderRun(
                    children, children.directory(), (int) (seconds * MS_PER_SECOND), bar::step).run();
            if (directory != null) {
                JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
                Files.writeString(directory.resolve(FILE), mapper.writeValueAsString(results) + "\n");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(results.table());
            out.flush();
            return 0;
        }
    }
}
