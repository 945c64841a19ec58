package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are loaded, replaced and unloaded while the switch forwards a million packets a second. */
class ProgramChangeIT {

    private static final int REPLACEMENTS = 5;

    @TempDir
    Path directory;

    @Test
    void shouldCountEachPacketOnceWhenItsProgramIsReplacedUnderTraffic() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            var replay = CompletableFuture.supplyAsync(() -> replay(daemon, "8000"));
            Okko.await("traffic", () -> runs(daemon) > 0);
            for (int i = 0; i < REPLACEMENTS; i++) {
                JsonNode program = daemon.ask("prog", "replace", "1", block().toString());
                assertThat(program.path("keptMaps").path(0).asText()).isEqualTo("seen");
            }
            JsonNode report = replay.get(60, TimeUnit.SECONDS);

            long packets = report.path("packets").asLong();
            assertThat(report.path("conserved").asBoolean()).as("%s", report).isTrue();
            assertThat(runs(daemon)).as("runs of the program").isEqualTo(packets);
            assertThat(counted(daemon)).as("what the program itself counted").isEqualTo(packets);
            Conservation.check(daemon);
        }
    }

    @Test
    void shouldGoOnWithoutItsFlowsWhenAProgramIsUnloadedUnderTraffic() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            var replay = CompletableFuture.supplyAsync(() -> replay(daemon, "4000"));
            Okko.await("traffic", () -> runs(daemon) > 0);
            Path rundir = daemon.runDirectory();
            assertThat(Okko.run(directory, "ctl", "prog", "unload", "1", "--rundir", rundir.toString()).out())
                    .containsExactly("program 1 unloaded, flows removed: 1");
            assertThat(replay.get(60, TimeUnit.SECONDS).path("conserved").asBoolean()).isTrue();
            assertThat(daemon.ask("prog", "list")).isEmpty();

            assertThat(Okko.run(directory, "ofctl", "load-filter-prog", "br0", "7", block().toString(),
                    "--rundir", rundir.toString()).status()).isZero();
            assertThat(Okko.run(directory, "ofctl", "add-flow", "br0", "priority=9,filter_prog=7,actions=output:out",
                    "--rundir", rundir.toString()).status()).isZero();
            JsonNode second = replay(daemon, "0");
            assertThat(second.path("conserved").asBoolean()).isTrue();
            assertThat(runs(daemon)).isEqualTo(second.path("packets").asLong());
            Conservation.check(daemon);
        }
    }

    @Test
    void shouldRefuseWithTheVerifiersReasonAndKeepTheOldProgram() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            Path bad = Okko.ROOT.resolve("evaluation/src/test/resources/okko/eval/live/out_of_bounds.o");
            Okko.Outcome outcome = Okko.run(directory, "ctl", "prog", "replace", "1", bad.toString(),
                    "--rundir", daemon.runDirectory().toString());
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.firstError()).contains("filter_prog=1, program entry: rejected at pc ");
            assertThat(outcome.err()).anyMatch(line -> line.startsWith("  hint: "));
            assertThat(daemon.ask("prog", "list").path(0).path("name").asText()).isEqualTo("entry");
            assertThat(replay(daemon, "0").path("conserved").asBoolean()).isTrue();
            assertThat(counted(daemon)).isPositive();
        }
    }

    private static JsonNode replay(Daemon daemon, String milliseconds) {
        try {
            return daemon.ask("replay", "run", "in", "--duration", milliseconds);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long runs(Daemon daemon) {
        try {
            return daemon.ask("prog", "list").path(0).path("runs").asLong();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The sum of both counters in the program's map. */
    private static long counted(Daemon daemon) throws Exception {
        long sum = 0;
        for (JsonNode entry : daemon.ask("map", "dump", "1", "seen").path("entries")) {
            byte[] value = HexFormat.of().parseHex(entry.path("value").asText());
            sum += ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        return sum;
    }

    private static Path block() {
        return Okko.ROOT.resolve("docs/examples/block.o");
    }

    private static String config() {
        return """
                bridge: br0
                ports:
                  in:  {number: 1, type: replay, file: %s}
                  out: {number: 2, type: replay}
                programs:
                  1: {file: %s}
                flows:
                  - priority=10,filter_prog=1,actions=output:out
                  - priority=0,actions=output:out
                """
                .formatted(Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"), block());
    }
}
