package okko.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okko.eval.measure.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The evaluation with real processes: one workload in every setup, one length of frames at every border. What it
 * measures is not looked at.
 */
class EvalIT {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    @Test
    void shouldProveTheFirewallInEverySetup() throws Exception {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out))
                .execute("run", "--workload", "firewall", "--journal", directory.resolve("journal").toString(),
                        "--out", directory.resolve("out").toString());

        assertThat(status).as(out.toString()).isZero();
        JsonNode cells = new JsonMapper().readTree(directory.resolve("out/results.json").toFile()).path("cells");
        assertThat(cells).hasSize(7).allMatch(cell -> cell.path("proved").asBoolean());
        List<JsonNode> verdicts = cells.findValues("verdicts");
        assertThat(verdicts.getFirst().has("forwarded")).isTrue();
        assertThat(verdicts.subList(1, 7)).containsOnly(verdicts.getLast());
        assertThat(verdicts.getLast().path("match").asLong()).isPositive();
        assertThat(verdicts.getLast().path("no_match").asLong()).isPositive();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void shouldProveOnesOwnObjectAndProcessorOnOnesOwnCapture() throws Exception {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute("run", "--object", "src/main/bpf/firewall.o", "--program", "entry",
                        "--processor", "okko.external.sample.FirewallProcessor", "--capture",
                        "src/main/traffic/tcp-mix.pcap", "--name", "mine", "--setup", "switch-bpf", "--setup",
                        "process-java", "--setup", "process-bpf", "--out", directory.resolve("out").toString());

        assertThat(status).as(out.toString()).isZero();
        JsonNode results = new JsonMapper().readTree(directory.resolve("out/results.json").toFile());
        assertThat(results.at("/traffic/source").asText()).isEqualTo("tcp-mix.pcap, as captured");
        assertThat(results.path("cells")).hasSize(3).allMatch(cell -> cell.path("proved").asBoolean())
                .allMatch(cell -> cell.path("workload").asText().equals("mine"));
        assertThat(results.path("cells").findValues("verdicts")).hasSize(3)
                .containsOnly(results.at("/cells/0/verdicts"));
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void shouldSkipPlacesThatOnesOwnCodeHasNoFormFor() throws Exception {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute("run", "--processor", DropsShort.class.getName(), "--setup", "forward", "--setup",
                        "switch-bpf", "--setup", "process-java", "--out", directory.resolve("out").toString());

        assertThat(status).as(out.toString()).isZero();
        JsonNode cells = new JsonMapper().readTree(directory.resolve("out/results.json").toFile()).path("cells");
        assertThat(cells.findValuesAsText("skipped")).containsExactly("false", "true", "false");
        assertThat(cells.get(1).path("reason").asText())
                .isEqualTo("runs a BPF object, and dropsshort has none (--object)");
        assertThat(cells.get(2).at("/verdicts/dropped").asLong()).isPositive();
        assertThat(cells.get(2).at("/proof/dropped").asLong()).isEqualTo(
                cells.get(2).at("/verdicts/dropped").asLong());
    }

    @Test
    void shouldWriteTheTableOfBordersWhenEachGivesThePacketsBack() throws Exception {
        Path page = Files.writeString(directory.resolve("page.md"),
                "<!-- written by okko eval border -->\n<!-- end -->\n");
        StringWriter out = new StringWriter();
        int status = new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute("border", "--bytes", "1500", "--seconds", "0.01", "--write", page.toString());

        assertThat(status).as(out.toString()).isZero();
        assertThat(out.toString()).contains("1500  shared         0 ", "1500  isolated       2 ",
                "1500  aeron          4 ");
        assertThat(page).content().contains(out.toString());
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void shouldProveRowsOfTheDatapathBeforeTheyAreTimed() throws Exception {
        Path page = Files.writeString(directory.resolve("page.md"),
                "<!-- written by okko eval datapath -->\n<!-- end -->\n");
        StringWriter out = new StringWriter();
        int status = new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute("datapath", "--rows",
                        "10-masks,drop-megaflow,chain-1,chain-2", "--seconds", "0.01", "--json",
                        "--out", directory.resolve("out").toString(), "--write", page.toString());

        assertThat(status).as(out.toString()).isZero();
        JsonNode results = new JsonMapper().readTree(directory.resolve("out/datapath.json").toFile());
        assertThat(new JsonMapper().readTree(out.toString())).isEqualTo(results);
        assertThat(results.path("peerAbsence").asText()).isEqualTo("not asked for");
        JsonNode rows = results.path("rows");
        assertThat(rows).hasSize(4).allMatch(row -> row.path("proved").asBoolean());
        assertThat(rows).allMatch(row -> row.at("/okko/mpps/median").asDouble() > 0
                && row.at("/okko/hits/packets").asLong() > 0
                && row.at("/okko/samples/0").size() == 3);
        assertThat(rows.findValuesAsText("masks")).containsExactly("10", "1", "1", "1");
        assertThat(results.at("/chains/0/lengths").toString()).isEqualTo("[1,2]");
        assertThat(page).content().contains("10-masks ", "a further filter, caches all, chains of 1 to 2: ",
                "OVS: not asked for");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Process evaluation = startWithTemporaryFilesIn(temporary);
        await("measured processes", () -> evaluation.descendants().count() > 1);
        List<ProcessHandle> children = evaluation.descendants().toList();

        evaluation.destroy();

        assertThat(evaluation.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
        assertThat(directory.resolve("out/results.json")).doesNotExist();
    }

    private Process startWithTemporaryFilesIn(Path temporary) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(Machine.jvmFlags());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", ManagementFactory.getRuntimeMXBean().getClassPath(), OkkoMain.class.getName(),
                "eval", "run", "--workload", "none", "--journal", directory.resolve("journal").toString(),
                "--out", directory.resolve("out").toString()));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
