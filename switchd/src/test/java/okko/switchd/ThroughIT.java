package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that go through a processor in a process of its own, and on in the next table with what it made of them. */
@ParameterizedClass(name = "trust {0}, {1} datapath threads")
@CsvSource({"shared, 1", "isolated, 2"})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThroughIT {

    private static final int FRAMES = 200;
    private static final int FRAME_BYTES = 100;
    private static final int QUARTER = FRAMES / 4;

    @Parameter(0)
    String trust;

    @Parameter(1)
    int threads;

    @TempDir
    Path directory;

    private Path run;
    private Switch okko;
    private ControlClient client;
    private Process processor;

    @BeforeEach
    void start() throws Exception {
        run = directory.resolve("run");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[FRAME_BYTES];
                frame[20] = (byte) i;
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 1024, dataBytes: 256}
                datapath: {threads: %d}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap, thread: 0}
                  before: {number: 2, type: replay}
                  fw: {number: 3, type: ring, capacity: 256, quota: 256, trust: %s, thread: %d}
                  even: {number: 4, type: replay}
                  odd: {number: 5, type: replay}
                  chosen: {number: 6, type: replay}
                flows:
                  - table=0,in_port=in,actions=output:before,through:fw,goto_table:1
                  - table=1,in_port=in,metadata=7,dl_dst=00:00:00:00:00:00,actions=output:even
                  - table=1,in_port=in,metadata=7,dl_dst=00:00:00:00:00:01,actions=output:odd
                """.formatted(threads, trust, threads - 1));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
        attach();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        okko.close();
        processor.destroyForcibly().waitFor();
    }

    private void attach() throws Exception {
        processor = Processes.startAndAwait("attached",
                Processes.java(RewritingPeer.class, new RunDirectory(run).attachSocket().toString(), "fw"));
        awaitState("attached");
    }

    private void awaitState(String state) throws InterruptedException {
        Processes.await("ring port " + state, () -> state.equals(port("fw").path("details").path("state").asText()));
    }

    private JsonNode port(String name) {
        for (JsonNode port : send(client, "port list")) {
            if (port.path("name").asText().equals(name)) {
                return port;
            }
        }
        throw new AssertionError("no port " + name);
    }

    private static JsonNode send(ControlClient client, String command) {
        try {
            return client.send(command, client.newArguments().put("port", "in"));
        } catch (IOException | CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Replays for a while over a connection of its own. */
    private CompletableFuture<JsonNode> replay(long durationMs) {
        return CompletableFuture.supplyAsync(() -> {
            try (ControlClient own = ControlClient.connect(run)) {
                return own.send("replay run", own.newArguments().put("port", "in").put("durationMs", durationMs));
            } catch (IOException | CommandException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void assertSent(String name, int packets, int bytes) {
        assertThat(port(name).path("txPackets").asInt()).as(name).isEqualTo(packets);
        assertThat(port(name).path("txBytes").asInt()).as("bytes of " + name).isEqualTo(packets * bytes);
    }

    private void assertConserved(JsonNode report) {
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        JsonNode pool = send(client, "pool show");
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        assertThat(pool.path("free").asInt()).as(pool.toString()).isEqualTo(1024 - FRAMES);
    }

    @Test
    void shouldMatchInTheNextTableWhatTheProcessorWrote() throws Exception {
        JsonNode report = send(client, "replay run");

        assertSent("before", FRAMES, FRAME_BYTES);
        assertSent("even", QUARTER, FRAME_BYTES);
        assertSent("odd", QUARTER, FRAME_BYTES + 4);
        assertSent("chosen", QUARTER, FRAME_BYTES);
        assertThat(report.path("drops").path("runt").asInt()).as("cut to ten bytes").isEqualTo(QUARTER);
        assertThat(report.path("drops")).hasSize(1);
        assertConserved(report);
    }

    @Test
    void shouldNameTheLossAndGoOnWithTheNextWhenTheProcessorIsKilled() throws Exception {
        CompletableFuture<JsonNode> running = replay(2_000);
        Processes.await("packets behind the processor", () -> port("odd").path("txPackets").asLong() > 100);
        // Stopped first, so that it dies with packets in its hands.
        Processes.run("kill", "-STOP", Long.toString(processor.pid()));
        Processes.await("the processor holds something", () -> port("fw").path("details").path("lent").asInt() > 0);
        processor.destroyForcibly().waitFor();

        JsonNode report = running.get(30, TimeUnit.SECONDS);
        awaitState("absent");
        assertThat(port("fw").path("drops").path("processor_died").asLong()).isPositive();
        assertThat(port("fw").path("drops").path("processor_absent").asLong()).isPositive();
        assertConserved(report);

        attach();
        long before = port("even").path("txPackets").asLong();
        assertConserved(send(client, "replay run"));
        assertThat(port("even").path("txPackets").asLong()).isEqualTo(before + QUARTER);
    }

    @Test
    void shouldRefuseToSendThroughAPortWithoutAProcessor() {
        assertThatThrownBy(() -> client.send("flow add", client.newArguments().put("flow", "actions=through:odd")))
                .isInstanceOf(CommandException.class)
                .hasMessage("column 17: through:odd: there is no processor behind that port; "
                        + "ports that have one are fw (3)");
    }
}
