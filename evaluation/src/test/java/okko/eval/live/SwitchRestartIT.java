package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switch is killed, and ended, and started again: its processors live on, find the next one and go on. */
class SwitchRestartIT {

    private static final long MILLION = 1_000_000;

    @TempDir
    Path directory;

    @Test
    void shouldServeTheNextSwitchWithTheSameProcessorsWhenOneIsKilledAndOneEnds() throws Exception {
        Daemon killed = Daemon.start(directory, config());
        Process first = startProcessor(killed, "first");
        Process second = startProcessor(killed, "second");
        try {
            assertAMillionPacketsPass(killed, first, second);
            long descriptors = descriptors(first);
            killed.kill();
            awaitWaiting("first");
            awaitWaiting("second");
            assertThat(mappings(first)).as("memory of the dead switch").isZero();

            try (Daemon next = Daemon.start(directory, config())) {
                assertAMillionPacketsPass(next, first, second);
            }
            assertThat(first.isAlive() && second.isAlive()).isTrue();
            try (Daemon last = Daemon.start(directory, config())) {
                assertAMillionPacketsPass(last, first, second);
                assertThat(descriptors(first)).isEqualTo(descriptors);
                assertThat(Okko.stop(first)).isZero();
                assertThat(Okko.stop(second)).isZero();
                Okko.await("both are gone", () -> pids(last).equals(List.of(0L, 0L)));
                Conservation.check(last);
            }
        } finally {
            killed.kill();
            first.destroyForcibly();
            second.destroyForcibly();
        }
    }

    private static String config() {
        return """
                ports:
                  in: {number: 1, type: replay, file: %s}
                  first: {number: 2, type: ring, capacity: 4096} # holds a whole pass
                  second: {number: 3, type: ring, capacity: 4096}
                  out: {number: 4, type: replay}
                flows:
                  - in_port=in,actions=output:first
                  - in_port=first,actions=output:second
                  - in_port=second,actions=output:out
                """
                .formatted(Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"));
    }

    private Process startProcessor(Daemon daemon, String name) throws IOException {
        return Okko.start(directory.resolve(name + ".out"), directory.resolve(name + ".err"),
                "proc", "run", "--attach", name, "--processor", "okko.external.sample.PassProcessor",
                "--rundir", daemon.runDirectory().toString());
    }

    private void awaitWaiting(String name) throws InterruptedException {
        Okko.await(name + " to wait for a switch", () -> {
            try {
                return Files.readString(directory.resolve(name + ".err")).contains("; waiting");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void assertAMillionPacketsPass(Daemon daemon, Process first, Process second) throws Exception {
        Okko.await("both to be attached", () -> pids(daemon).equals(List.of(first.pid(), second.pid())));
        long frames = daemon.ask("replay", "run", "in", "--passes", "1").required("packets").asLong();
        long passes = (MILLION + frames - 1) / frames;
        JsonNode report = daemon.ask("replay", "run", "in", "--passes", Long.toString(passes));
        assertThat(report.required("out").asLong()).as("%s", report).isEqualTo(passes * frames);
        assertThat(report.required("drops")).as("%s", report).isEmpty();
        assertThat(report.required("conserved").asBoolean()).as("%s", report).isTrue();
        assertThat(mappings(first)).as("pool and rings").isEqualTo(2);
    }

    /** The processes of both ports; 0 where there is none. */
    private static List<Long> pids(Daemon daemon) {
        try {
            return daemon.ask("proc", "list").valueStream()
                    .map(processor -> processor.required("pid").asLong()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static long mappings(Process process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "maps"))) {
            return lines.filter(line -> line.contains("memfd:okko")).count();
        }
    }

    private static long descriptors(Process process) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return entries.count();
        }
    }
}
