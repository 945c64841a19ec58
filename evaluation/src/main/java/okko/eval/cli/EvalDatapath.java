package okko.eval.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import okko.eval.datapath.DatapathResults;
import okko.eval.datapath.DatapathResults.RowResult;
import okko.eval.datapath.DatapathRun;
import okko.eval.datapath.DatapathTable;
import okko.eval.datapath.Effort;
import okko.eval.peer.PeerMachine;
import okko.eval.report.WrittenPart;
import okko.eval.run.ChildProcesses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko eval datapath}: how fast the switch forwards, beside OVS-DPDK. */
@Command(
        name = "datapath",
        description = {
            "Times the datapath: replay, pipeline, null port on one core, frames of 64 bytes.",
            "Rows of flows, masks, caches, actions and programs, each proved before it is timed; beside OVS-DPDK with"
                    + " the same frames and rules if that is installed and asked for."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko eval datapath --peer ovs-dpdk --seconds 1 --starts 3 --write docs/datapath.md"})
final class EvalDatapath implements Callable<Integer> {

    private static final WrittenPart PART = new WrittenPart("okko eval datapath");
    private static final String FILE = "datapath.json";
    private static final String PEER = "ovs-dpdk";
    private static final double MOST_SECONDS = 3_600;
    private static final int MOST_STARTS = 1_000;
    private static final double MS_PER_SECOND = 1e3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rows", paramLabel = "ROW", split = ",",
            description = "Rows to measure, as okko eval list names them (default: all).")
    private List<String> rows;

    @Option(names = "--peer", paramLabel = "PEER", description = "Measure " + PEER + " too, in turns.")
    private String peer;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.2",
            description = "Length of a sample; a start has " + 3 + " (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "1",
            description = "Fresh starts of each switch in each row (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory for " + FILE + "; made if it is not there.")
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--write", paramLabel = "FILE",
            description = "Put the table into a Markdown file too, between its marks.")
    private Path document;

    @Override
    public Integer call() throws IOException {
        check();
        Optional<PeerMachine> machine = Optional.ofNullable(peer).map(_ -> PeerMachine.here());
        Optional<String> obstacle = machine.flatMap(PeerMachine::obstacle);
        obstacle.ifPresent(line -> spec.commandLine().getErr().println(PEER + ": " + line));
        spec.commandLine().getErr().flush();
        DatapathResults results = measure(obstacle.isPresent() ? Optional.empty() : machine)
                .withPeerAbsence(peer == null ? "not asked for" : obstacle.orElse(null));
        write(results);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? toJson(results) : DatapathTable.of(results));
        out.flush();
        return results.rows().stream().allMatch(RowResult::proved) ? 0 : 1;
    }

    private DatapathResults measure(Optional<PeerMachine> machine) throws IOException {
        try (ChildProcesses children = ChildProcesses.open();
                StepBar bar = StepBar.onStandardError("datapath");
                DatapathRun run = new DatapathRun(
                        children, new Effort((int) (seconds * MS_PER_SECOND), starts), machine, bar::step)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, children), "stop measured processes"));
            bar.begin(run.stepCount(rows));
            return run.run(rows);
        }
    }

    private static void stop(DatapathRun run, ChildProcesses children) {
        run.close();
        children.close();
    }

    /** Before any work, all that would be in its way. */
    private void check() throws IOException {
        List<String> names = List.copyOf(DatapathRun.rowTitles().keySet());
        rows = rows == null ? names : rows;
        rows.stream().filter(row -> !names.contains(row)).findFirst().ifPresent(row -> {
            throw new ParameterException(spec.commandLine(),
                    "--rows: no row \"" + row + "\"; expected some of " + String.join(", ", names));
        });
        if (peer != null && !peer.equals(PEER)) {
            throw new ParameterException(spec.commandLine(), "--peer: expected " + PEER + ", not \"" + peer + "\"");
        }
        if (!(seconds >= 1 / MS_PER_SECOND && seconds <= MOST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--seconds: expected 0.001 to 3600, not " + seconds);
        }
        if (starts < 1 || starts > MOST_STARTS) {
            throw new ParameterException(spec.commandLine(), "--starts: expected 1 to 1000, not " + starts);
        }
        if (document != null) {
            PART.checkIn(document);
        }
        if (directory != null) {
            Files.createDirectories(directory);
        }
    }

    private void write(DatapathResults results) throws IOException {
        if (directory != null) {
            Files.writeString(directory.resolve(FILE), toJson(results));
        }
        if (document != null) {
            PART.writeInto(document,
                    "```text\n" + DatapathTable.of(results) + "```\n\n" + results.environment().summary() + ".");
        }
    }

    private static String toJson(DatapathResults results) throws IOException {
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(results)
                + "\n";
    }
}
