package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor in a process of its own, by Aeron within one machine: what goes and what comes back, and its death. */
class AeronPortIT {

    private static final int FRAMES = 200;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path run;
    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void start() throws Exception {
        run = directory.resolve("run");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[60 + 7 * i];
                frame[20] = (byte) i;
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 1024}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap}
                  direct: {number: 2, type: replay}
                  fw: {number: 3, type: aeron, quota: 128}
                  after: {number: 4, type: replay}
                  other: {number: 5, type: replay}
                flows:
                - in_port=in,actions=output:direct,output:fw
                - in_port=fw,metadata=7,actions=output:after
                - in_port=fw,actions=output:other
                """);
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        okko.close();
        started.forEach(Process::destroyForcibly);
        assertThat(run.resolve("aeron")).as("the link to Aeron's driver").doesNotExist();
    }

    private Process attach() throws Exception {
        Process processor = Processes.startAndAwait(
                "attached", Processes.java(MessagePeer.class, new RunDirectory(run).aeronDriver().toString()));
        started.add(processor);
        awaitState("attached");
        return processor;
    }

    private void awaitState(String state) throws InterruptedException {
        Processes.await("aeron port " + state, () -> state.equals(port("fw").path("details").path("state").asText()));
    }

    private JsonNode port(String name) {
        for (JsonNode port : send("port list", 0)) {
            if (port.path("name").asText().equals(name)) {
                return port;
            }
        }
        throw new AssertionError("no port " + name);
    }

    private JsonNode send(String command, long durationMs) {
        try {
            return client.send(command, client.newArguments()
                    .put("port", "in").put("durationMs", durationMs).put("checksum", true));
        } catch (IOException | CommandException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<JsonNode> replay(long durationMs) {
        return CompletableFuture.supplyAsync(() -> {
            try (ControlClient own = ControlClient.connect(run)) {
                return own.send("replay run", own.newArguments().put("port", "in").put("durationMs", durationMs));
            } catch (IOException | CommandException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static JsonNode sink(JsonNode report, String name) {
        for (JsonNode arrivals : report.path("sinks")) {
            if (arrivals.path("port").asText().equals(name)) {
                return arrivals;
            }
        }
        throw new AssertionError("no sink " + name);
    }

    private void assertPoolIsWhole() {
        JsonNode pool = send("pool show", 0);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        assertThat(pool.path("free").asInt()).isEqualTo(1024 - FRAMES);
    }

    @Test
    void shouldBringEveryByteBackWhenPacketsGoByAProcess() throws Exception {
        attach();
        JsonNode report = send("replay run", 500);
        long packets = report.path("packets").asLong();
        assertThat(packets).isPositive();
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(sink(report, "direct").path("packets").asLong()).isEqualTo(packets);
        long dropped = report.path("drops").path("processor_busy").asLong();
        assertThat(sink(report, "after").path("packets").asLong() + dropped).as(report.toString()).isEqualTo(packets);
        assertThat(sink(report, "other").path("packets").asLong()).isZero();
        assertThat(report.path("drops").size()).as(report.toString()).isEqualTo(dropped > 0 ? 1 : 0);
        if (dropped == 0) {
            assertThat(sink(report, "after").path("checksum")).isEqualTo(sink(report, "direct").path("checksum"));
        }
        assertPoolIsWhole();
    }

    @Test
    void shouldNameTheLossAndServeTheNextProcessorWhenOneIsKilled() throws Exception {
        Process first = attach();
        CompletableFuture<JsonNode> running = replay(8_000);
        Processes.await("packets behind the processor", () -> port("after").path("txPackets").asLong() > 1000);
        // Stopped first, so that it dies with packets in its hands.
        Processes.run("kill", "-STOP", Long.toString(first.pid()));
        awaitState("silent");
        assertThat(port("fw").path("details").path("lent").asInt()).as("up to the quota").isEqualTo(128);
        JsonNode listed = send("proc list", 0).get(0);
        assertThat(listed.path("type").asText()).isEqualTo("aeron");
        assertThat(listed.path("state").asText()).isEqualTo("silent");
        assertThat(listed.path("lent").asInt()).isEqualTo(128);
        assertThat(listed.path("quota").asInt()).isEqualTo(128);
        assertThat(listed.path("heartbeatAgeMs").asLong()).isGreaterThan(1000);
        assertThat(listed.path("attached").asLong()).isEqualTo(1);
        first.destroyForcibly();
        awaitState("absent");

        JsonNode report = running.get();
        JsonNode drops = port("fw").path("drops");
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(sink(report, "direct").path("packets").asLong()).isEqualTo(report.path("packets").asLong());
        assertThat(drops.path("processor_died").asLong()).as(drops.toString()).isEqualTo(128);
        assertThat(drops.path("processor_absent").asLong()).as(drops.toString()).isPositive();
        assertPoolIsWhole();

        attach();
        long before = port("after").path("txPackets").asLong();
        JsonNode again = send("replay run", 100);
        assertThat(port("after").path("txPackets").asLong()).as("%s %s", again, port("fw")).isGreaterThan(before);
        assertPoolIsWhole();
    }
}
