package okko.eval.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okko.eval.border.BorderResults;
import okko.eval.border.BorderRun;
import okko.eval.report.WrittenPart;
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
            "Times the border between switch and processor with frames of 64 to 1,500 bytes.",
            "Shared memory, isolated memory and Aeron messages, copies per packet counted. Real processes; every packet"
                    + " must come back."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko eval border --write docs/border.md"})
final class EvalBorder implements Callable<Integer> {

    private static final WrittenPart PART = new WrittenPart("okko eval border");
    private static final String FILE = "border.json";
    private static final double MOST_SECONDS = 3_600;
    private static final double MS_PER_SECOND = 1e3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--bytes", paramLabel = "N", split = ",", defaultValue = "64,128,256,512,1024,1500",
            description = "Lengths of frames, " + BorderRun.FEWEST_BYTES + " to " + BorderRun.MOST_BYTES
                    + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> lengthsBytes;

    @Option(names = "--packets", paramLabel = "N", defaultValue = "1024",
            description = "Packets under way at most, " + BorderRun.FEWEST_PACKETS + " to " + BorderRun.MOST_PACKETS
                    + " (default: ${DEFAULT-VALUE}). Their copies take as much room in the caches.")
    private int packets;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.2",
            description = "Length of a trial; there are 15 for each length of frames (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory for " + FILE + "; made if it is not there.")
    private Path directory;

    @Option(names = "--write", paramLabel = "FILE",
            description = "Put the table into a Markdown file too, between its marks.")
    private Path document;

    @Override
    public Integer call() throws IOException {
        check();
        try (ChildProcesses children = ChildProcesses.open(); StepBar bar = StepBar.onStandardError("border")) {
            Runtime.getRuntime().addShutdownHook(new Thread(children::close, "stop measured processes"));
            bar.begin(BorderRun.stepCount(lengthsBytes.size()));
            BorderResults results = new BorderRun(
                    children, children.directory(), packets, (int) (seconds * MS_PER_SECOND), bar::step)
                    .run(lengthsBytes);
            write(results);
            PrintWriter out = spec.commandLine().getOut();
            out.print(results.table());
            out.flush();
            return 0;
        }
    }

    /** Before any work, all that would be in its way. */
    private void check() throws IOException {
        if (!(seconds >= 1 / MS_PER_SECOND && seconds <= MOST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--seconds: expected 0.001 to 3600, not " + seconds);
        }
        if (packets < BorderRun.FEWEST_PACKETS || packets > BorderRun.MOST_PACKETS) {
            throw new ParameterException(spec.commandLine(), "--packets: expected " + BorderRun.FEWEST_PACKETS
                    + " to " + BorderRun.MOST_PACKETS + ", not " + packets);
        }
        for (int bytes : lengthsBytes) {
            if (bytes < BorderRun.FEWEST_BYTES || bytes > BorderRun.MOST_BYTES) {
                throw new ParameterException(spec.commandLine(), "--bytes: expected " + BorderRun.FEWEST_BYTES
                        + " to " + BorderRun.MOST_BYTES + ", not " + bytes);
            }
        }
        if (document != null) {
            PART.checkIn(document);
        }
        if (directory != null) {
            Files.createDirectories(directory);
        }
    }

    private void write(BorderResults results) throws IOException {
        if (directory != null) {
            JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            Files.writeString(directory.resolve(FILE), mapper.writeValueAsString(results) + "\n");
        }
        if (document != null) {
            PART.writeInto(document,
                    "```text\n" + results.table() + "```\n\n" + results.environment().summary() + ".");
        }
    }
}
