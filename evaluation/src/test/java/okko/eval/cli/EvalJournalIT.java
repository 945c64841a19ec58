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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunJournal;
import okko.eval.journal.RunState;
import okko.eval.measure.Machine;
import okko.eval.measure.Trial;
import okko.eval.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A run that is killed in the midst of its trials, and what can be done with it then. */
class EvalJournalIT {

    private static final long PATIENCE_SECONDS = 120;
    /** Two cells with 3 steps before their first trial each. */
    private static final int STEPS_WITH_A_ROUND = 8;

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void shouldLoseNothingMeasuredWhenTheRunIsKilled() throws Exception {
        PastRun killed = killARunInTheMidst();
        Map<String, List<Trial>> before = trials(killed);

        assertThat(killed.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(killed.stepsDone()).isBetween(STEPS_WITH_A_ROUND, killed.inputs().orElseThrow().steps() - 1);
        assertThat(execute("reproduce", "last", "--out", path("again"))).isEqualTo(1);
        assertThat(out.toString()).contains("is interrupted; only a finished one can be reproduced");
        assertThat(execute("run", "--resume", "last", "--seed", "2", "--out", path("out"))).isEqualTo(2);

        // The control is measured too; what it says of a busy machine is not looked at.
        assertThat(execute("run", "--resume", "last", "--out", path("out"))).as(out.toString()).isLessThan(2);

        JsonNode results = new JsonMapper().readTree(directory.resolve("out/results.json").toFile());
        assertThat(results.path("run").asText()).isEqualTo(killed.name());
        assertThat(results.path("cells")).hasSize(2);
        for (JsonNode cell : results.path("cells")) {
            assertThat(cell.path("trials")).hasSize(5);
            for (Trial trial : before.get(cell.path("setup").asText())) {
                JsonNode kept = cell.path("trials").get(trial.round());
                assertThat(kept.path("mpps").asDouble()).isEqualTo(trial.mpps());
                assertThat(kept.path("elapsedNs").asLong()).isEqualTo(trial.elapsedNs());
                assertThat(kept.path("turn").asInt()).isEqualTo(trial.turn());
            }
        }
        whatTheJournalGivesIsTheSame();
    }

    private void whatTheJournalGivesIsTheSame() throws Exception {
        assertThat(execute("report", "last", "--out", path("rebuilt"))).as(out.toString()).isZero();
        assertThat(directory.resolve("rebuilt/results.json"))
                .hasSameTextualContentAs(directory.resolve("out/results.json"));
        assertThat(execute("compare", path("out"), "last")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("no difference");
        assertThat(execute("run", "--resume", "last", "--out", path("out"))).isEqualTo(1);
        assertThat(out.toString()).contains("is finished");
        assertThat(execute("list", "--json")).isZero();
        assertThat(out.toString()).contains("\"state\" : \"finished\"", "\"attempts\" : 2",
                "times process-bpf");
    }

    private PastRun killARunInTheMidst() throws Exception {
        RunJournal journal = new RunJournal(directory.resolve("journal"));
        Process evaluation = startEvaluation();
        try {
            await("a round of trials", () -> {
                assertThat(evaluation.isAlive()).as(Files.readString(directory.resolve("log"))).isTrue();
                return !journal.names().isEmpty() && journal.read("last").stepsDone() >= STEPS_WITH_A_ROUND;
            });
            List<ProcessHandle> children = evaluation.descendants().toList();
            evaluation.destroyForcibly().waitFor();
            assertThat(children).hasSizeGreaterThan(2);
            await("the end of the measured processes", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            evaluation.destroyForcibly();
        }
        return journal.read("last");
    }

    private static Map<String, List<Trial>> trials(PastRun run) {
        Map<String, List<Trial>> trials = new HashMap<>();
        run.outcomes().getFirst().outcomes().forEach(outcome ->
                trials.put(outcome.variant().setup(), ((Outcome.Proved) outcome).trials()));
        return trials;
    }

    private Process startEvaluation() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(Machine.jvmFlags());
        command.add("-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")));
        command.addAll(List.of("-cp", ManagementFactory.getRuntimeMXBean().getClassPath(), OkkoMain.class.getName(),
                "eval", "run", "--workload", "none", "--setup", "switch-bpf", "--setup", "process-bpf",
                "--figure", "applications", "--journal", path("journal"), "--out", path("out")));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
    }

    private int execute(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--journal", path("journal")));
        out.getBuffer().setLength(0);
        return new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(out)).execute(words.toArray(String[]::new));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
