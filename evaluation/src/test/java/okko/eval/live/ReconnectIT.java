package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The switch is killed and started anew, several times: its processor waits, attaches again and goes on. */
@Timeout(120)
class ReconnectIT {

    private static final int RESTARTS = 5;
    private static final int PACKETS = 3_367;
    private static final String CONFIG = """
            bridge: br0
            ports:
              p1: {number: 1, type: replay, file: %s}
              p2: {number: 2, type: replay}
              fw: {number: 10, type: ring, capacity: 4096} # holds a whole pass
            flows:
              - in_port=p1,actions=output:fw
              - in_port=fw,actions=output:p2
            """.formatted(Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"));

    @TempDir
    Path directory;

    private Process processor;

    @AfterEach
    void killProcessor() {
        processor.destroyForcibly();
    }

    @Test
    void shouldServeTheNextSwitchWithTheSameProcess() throws Exception {
        Path out = directory.resolve("proc.out");
        Path err = directory.resolve("proc.err");
        processor = Okko.start(out, err, "proc", "run", "--attach", "fw", "--processor", "firewall",
                "--rundir", directory.resolve("run").toString());
        Okko.await("the processor to wait", () -> lines(err).size() == 1);
        assertThat(lines(err).getFirst()).contains("no switch listens at").endsWith("; waiting");
        long regions = 0;
        long descriptors = 0;
        for (int run = 1; run <= RESTARTS; run++) {
            Daemon daemon = Daemon.start(directory, CONFIG);
            int attachments = run;
            Okko.await("attachment " + run, () -> lines(out).size() == attachments);
            JsonNode report = daemon.ask("replay", "run", "p1");
            assertThat(report.required("out").asLong()).as("%s", report).isEqualTo(PACKETS);
            if (run == 1) {
                regions = regions();
                descriptors = descriptors();
            }
            assertThat(regions()).as("regions mapped").isEqualTo(regions);
            assertThat(descriptors()).as("files open").isLessThanOrEqualTo(descriptors + 2);
            daemon.kill();
            Okko.await("the loss to be noticed", () -> lines(err).size() == attachments + 1);
        }
        assertThat(regions).isPositive();
        assertThat(Okko.stop(processor)).isZero();
        assertThat(lines(err).getLast()).endsWith("the switch has ended or let go of this processor; waiting");
        assertThat(lines(out).getLast()).startsWith("okko proc fw: " + RESTARTS * PACKETS + " packets, ");
    }

    /** Shared memory that the processor has mapped, of every switch so far. */
    private long regions() {
        return lines(Path.of("/proc/" + processor.pid() + "/maps")).stream()
                .filter(line -> line.contains("memfd:okko")).count();
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + processor.pid() + "/fd"))) {
            return open.count();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
