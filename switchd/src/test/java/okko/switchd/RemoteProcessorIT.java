package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor in another network namespace, as on another machine: Aeron over UDP, its loss and its return. */
class RemoteProcessorIT {

    private static final int FRAMES = 200;
    private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);
    private static final String NAMESPACE = "okko-far-" + ID;
    private static final String INTERFACE = "okf" + ID;
    private static final String TO = "aeron:udp?endpoint=10.78.0.2:40001";
    private static final String FROM = "aeron:udp?endpoint=10.78.0.1:40002";

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path run;
    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Processes.succeeds("ip", "netns", "add", NAMESPACE), "network namespaces need root");
        Processes.run("ip", "link", "add", INTERFACE, "type", "veth", "peer", "name", "eth0", "netns", NAMESPACE);
        Processes.run("ip", "addr", "add", "10.78.0.1/24", "dev", INTERFACE);
        Processes.run("ip", "link", "set", INTERFACE, "up");
        Processes.run("ip", "-n", NAMESPACE, "addr", "add", "10.78.0.2/24", "dev", "eth0");
        Processes.run("ip", "-n", NAMESPACE, "link", "set", "eth0", "up");
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
                  fw: {number: 3, type: aeron, to: {channel: "%s"}, from: {channel: "%s"}}
                  after: {number: 4, type: replay}
                  other: {number: 5, type: replay}
                flows:
                - in_port=in,actions=output:direct,output:fw
                - in_port=fw,metadata=7,actions=output:after
                - in_port=fw,actions=output:other
                """.formatted(TO, FROM));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
            okko.close();
        }
        started.forEach(Process::destroyForcibly);
        Processes.succeeds("ip", "link", "del", INTERFACE);
        Processes.succeeds("ip", "netns", "del", NAMESPACE);
    }

    private Process attach() throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        command.addAll(Processes.java(MessagePeer.class, TO, FROM));
        Process processor = Processes.startAndAwait("attached", command);
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
    void shouldBringEveryPacketBackOverTheNetworkAndNoticeThatTheProcessorIsGone() throws Exception {
        Process first = attach();
        assertAllCome();

        first.destroyForcibly();
        awaitState("absent");
        JsonNode lonely = send("replay run", 0);
        assertThat(lonely.path("drops").path("processor_absent").asLong()).as(lonely.toString()).isEqualTo(FRAMES);
        assertThat(lonely.path("conserved").asBoolean()).isTrue();

        attach();
        assertAllCome();
        assertPoolIsWhole();
    }

    /** Of each frame length up to Ethernet's longest, cut by Aeron where it is longer than a datagram's share. */
    private void assertAllCome() {
        JsonNode report = send("replay run", 500);
        long packets = report.path("packets").asLong();
        assertThat(packets).as(report.toString()).isGreaterThanOrEqualTo(FRAMES);
        assertThat(sink(report, "after").path("packets").asLong()).as(report.toString()).isEqualTo(packets);
        assertThat(sink(report, "after").path("checksum")).isEqualTo(sink(report, "direct").path("checksum"));
        assertThat(report.path("drops")).as(report.toString()).isEmpty();
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
    }
}
