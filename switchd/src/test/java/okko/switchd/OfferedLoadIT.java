package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Load at a rate, through a processor in a process of its own and past it. */
@ParameterizedClass(name = "trust {0}, {1} datapath threads")
@CsvSource({"shared, 1", "isolated, 2"})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OfferedLoadIT {

    private static final int FRAMES = 200;

    /** Nothing forwards so many packets. */
    private static final long FAR_TOO_MANY_PPS = 1_000_000_000;

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
                  fw: {number: 3, type: ring, capacity: 256, quota: 256, trust: %s, thread: %d}
                  out: {number: 4, type: replay}
                  nothing: {number: 5, type: "null"}
                flows:
                  - in_port=in,actions=output:fw
                  - in_port=fw,actions=output:out
                """.formatted(threads, trust, threads - 1));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
        processor = Processes.startAndAwait("attached",
                Processes.java(RewritingPeer.class, new RunDirectory(run).attachSocket().toString(), "fw"));
        Processes.await("ring port attached", this::isAttached);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        okko.close();
        processor.destroyForcibly().waitFor();
    }

    private boolean isAttached() {
        try {
            for (JsonNode port : client.send("port list", client.newArguments())) {
                if (port.path("details").path("state").asText().equals("attached")) {
                    return true;
                }
            }
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode offer(long ratePps, long durationMs, int receiveQueue) throws Exception {
        ObjectNode arguments = client.newArguments().put("port", "in").put("ratePps", ratePps)
                .put("durationMs", durationMs).put("receiveQueue", receiveQueue).put("latency", true);
        JsonNode report = client.send("replay run", arguments);
        JsonNode load = report.path("load");
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(load.path("offered").asLong()).isEqualTo(ratePps / 1000 * durationMs);
        assertThat(load.path("lost").asLong() + load.path("delivered").asLong() + report.path("dropped").asLong())
                .as(report.toString()).isEqualTo(load.path("offered").asLong());
        return report;
    }

    @Test
    void shouldLoseNothingAndTimeEveryPacketWhenTheQueueHoldsAllThatIsOffered() throws Exception {
        JsonNode report = offer(5_000, 200, 1_000);

        assertThat(report.path("load").path("lost").asLong()).isZero();
        assertThat(report.path("load").path("delivered").asLong()).as("the peer drops every other one").isEqualTo(500);
        JsonNode latency = report.path("latency");
        assertThat(latency.path("count").asLong()).isEqualTo(500);
        assertThat(latency.path("untimed").asLong()).isZero();
        assertThat(latency.path("p50Ns").asLong()).isPositive()
                .isLessThanOrEqualTo(latency.path("p9999Ns").asLong());
        Histogram histogram = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(latency.path("histogram").asText())), 0);
        assertThat(histogram.getTotalCount()).isEqualTo(500);
        assertThat(histogram.getMaxValue()).isEqualTo(latency.path("maxNs").asLong());
        assertThat(report.path("disturbances").path("gcCount").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldCountWhatIsLostWhenFarTooMuchIsOffered() throws Exception {
        JsonNode report = offer(FAR_TOO_MANY_PPS, 100, 64);

        JsonNode load = report.path("load");
        assertThat(load.path("lost").asLong()).isPositive();
        assertThat(load.path("handedIn").asLong()).isEqualTo(report.path("in").asLong()).isPositive();
        assertThat(load.path("lostBy").path("receive_queue_full").asLong()
                + load.path("lostBy").path("still_under_way").asLong()).isEqualTo(load.path("lost").asLong());
        assertThat(report.path("latency").path("count").asLong()).isEqualTo(load.path("delivered").asLong());
    }

    @Test
    void shouldTimeNothingWherePacketsAreNotTimed() throws Exception {
        client.send("flow mod", client.newArguments().put("flow", "in_port=fw,actions=output:nothing"));

        JsonNode latency = offer(1_000, 100, 1_000).path("latency");

        assertThat(latency.path("count").asLong()).isZero();
        assertThat(latency.path("untimed").asLong()).isEqualTo(50);
        assertThat(latency.path("p50Ns").isNull()).isTrue();
    }

    @Test
    void shouldRefuseWhatDoesNotFitTogether() {
        assertRefused("argument ratePps: expected with durationMs, and without passes",
                client.newArguments().put("ratePps", 5));
        assertRefused("argument latency: expected only where ratePps is given",
                client.newArguments().put("latency", true));
        assertRefused("argument receiveQueue: expected 1048576 at most, not 2000000",
                client.newArguments().put("ratePps", 5).put("durationMs", 1).put("receiveQueue", 2_000_000));
    }

    private void assertRefused(String message, ObjectNode arguments) {
        assertThatThrownBy(() -> client.send("replay run", arguments.put("port", "in")))
                .isInstanceOf(CommandException.class).hasMessage(message);
    }
}
