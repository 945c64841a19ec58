package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A processor in a process of its own that is killed or stopped while packets pass it; with two datapath threads, they
 * come from the other one.
 */
@ParameterizedClass(name = "{0} datapath threads")
@ValueSource(ints = {1, 2})
class ProcessorDeathIT {

    private static final int FRAMES = 200;

    @Parameter
    int threads;

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
                byte[] frame = new byte[100];
                frame[20] = (byte) i;
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 1024, dataBytes: 256}
                datapath: {threads: %d}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap, thread: 0}
                  direct: {number: 2, type: replay}
                  fw: {number: 3, type: ring, capacity: 256, quota: 128, thread: %d}
                  after: {number: 4, type: replay}
                flows: ["in_port=in,actions=output:direct,output:fw", "in_port=fw,actions=output:after"]
                """.formatted(threads, threads - 1));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        okko.close();
        started.forEach(Process::destroyForcibly);
    }

    private Process attach() throws Exception {
        Process processor = Processes.startAndAwait("attached",
                Processes.java(ProcessorPeer.class, new RunDirectory(run).attachSocket().toString(), "fw"));
        started.add(processor);
        awaitState("attached");
        return processor;
    }

    private void awaitState(String state) throws InterruptedException {
        Processes.await("ring port " + state, () -> state.equals(port("fw").path("details").path("state").asText()));
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
            return client.send(command, client.newArguments().put("port", "in").put("durationMs", durationMs));
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

    private static long count(JsonNode report, String sink) {
        for (JsonNode arrivals : report.path("sinks")) {
            if (arrivals.path("port").asText().equals(sink)) {
                return arrivals.path("packets").asLong();
            }
        }
        throw new AssertionError("no sink " + sink);
    }

    private void assertPoolIsWhole() {
        JsonNode pool = send("pool show", 0);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        assertThat(pool.path("lent").asInt()).isZero();
        assertThat(pool.path("free").asInt()).isEqualTo(1024 - FRAMES);
    }

    @Test
    void shouldNameTheLossAndServeTheNextProcessorWhenOneIsKilledInFullFlow() throws Exception {
        Process first = attach();
        CompletableFuture<JsonNode> running = replay(3_000);
        Processes.await("packets behind the processor", () -> port("after").path("txPackets").asLong() > 1000);
        // Stopped first, so that it dies with packets in its hands.
        Processes.run("kill", "-STOP", Long.toString(first.pid()));
        Processes.await("the processor holds its quota", () -> port("fw").path("details").path("lent").asInt() == 128);
        first.destroyForcibly();

        JsonNode report = running.get();
        awaitState("absent");
        JsonNode drops = port("fw").path("drops");
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(count(report, "direct")).isEqualTo(report.path("packets").asLong());
        assertThat(drops.path("processor_died").asLong()).as(drops.toString()).isEqualTo(128);
        assertThat(drops.path("processor_absent").asLong()).as(drops.toString()).isPositive();
        assertPoolIsWhole();

        attach();
        JsonNode again = send("replay run", 0);
        Processes.await("everything is back", () -> port("fw").path("details").path("lent").asInt() == 0);
        assertThat(again.path("packets").asLong()).isEqualTo(FRAMES);
        assertThat(port("after").path("txPackets").asLong()).isPositive();
        assertThat(send("proc list", 0).get(0).path("attached").asInt()).isEqualTo(2);
        assertThat(send("proc list", 0).get(0).path("died").asInt()).isEqualTo(1);
        assertPoolIsWhole();
    }

    @Test
    void shouldNotFeedWhileTheProcessorIsSilentAndGoOnAfterwards() throws Exception {
        Process processor = attach();
        Processes.run("kill", "-STOP", Long.toString(processor.pid()));
        awaitState("silent");
        JsonNode report = send("replay run", 0);
        assertThat(report.path("drops").path("processor_silent").asLong()).isEqualTo(FRAMES);
        assertThat(report.path("conserved").asBoolean()).isTrue();

        Processes.run("kill", "-CONT", Long.toString(processor.pid()));
        awaitState("attached");
        long before = port("after").path("txPackets").asLong();
        send("replay run", 0);
        Processes.await("packets behind the processor", () -> port("after").path("txPackets").asLong() > before);
    }

    /**
     * The first ones may open what stays open. A port says {@code absent} just before it closes what the dead processor
     * had, so both counts may find the last one's descriptors still open; one that stayed open for each would be twenty.
     */
    @Test
    void shouldKeepNothingOpenOrMappedWhenTwentyProcessorsDieOneAfterTheOther() throws Exception {
        cycle(3);
        long opened = descriptors();
        long mapped = mappedRegions();
        assertThat(mapped).isPositive();
        cycle(20);
        Processes.await("no more descriptors than " + opened, () -> descriptors() <= opened);
        Processes.await("no more mapped regions than " + mapped, () -> mappedRegions() <= mapped);
        assertThat(send("proc list", 0).get(0).path("died").asInt()).isEqualTo(23);
        assertThat(send("pool show", 0).path("conserved").asBoolean()).isTrue();
    }

    private void cycle(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            attach().destroyForcibly().waitFor();
            awaitState("absent");
        }
    }

    /** Counts the switch's descriptors; those of processes that the test starts come and go. */
    private static long descriptors() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> !target(file).startsWith("pipe:")).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns what an open descriptor stands for; one that was closed since the folder was read counts as a pipe. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedSince) {
            return "pipe:";
        }
    }

    private static long mappedRegions() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd:")).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void shouldTellWhichPortsThereAreWhenAProcessorNamesAnother() throws Exception {
        Process stranger = new ProcessBuilder(
                        Processes.java(ProcessorPeer.class, new RunDirectory(run).attachSocket().toString(), "ids"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(stranger.getInputStream().readAllBytes());
        assertThat(printed).contains("no ring port is named ids; there are fw");
        assertThat(stranger.waitFor()).isEqualTo(1);
    }
}
