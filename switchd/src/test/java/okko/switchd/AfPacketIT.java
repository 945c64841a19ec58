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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts, each a network namespace, that reach each other only through the switch: each by a thread of its own. */
@ParameterizedClass(name = "{0} datapath threads")
@ValueSource(ints = {1, 2})
class AfPacketIT {

    private static final int PORT = 7007;
    private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);

    @Parameter
    int threads;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Switch okko;
    private ControlClient client;

    private static String namespace(String host) {
        return "okko-edge-" + host + "-" + ID;
    }

    private static String switchInterface(String host) {
        return "oke" + host + ID;
    }

    @BeforeEach
    void joinTwoHosts() throws Exception {
        assumeTrue(Processes.succeeds("ip", "netns", "add", namespace("a")), "network namespaces need root");
        Processes.run("ip", "netns", "add", namespace("b"));
        addHost("a", "10.77.0.1/24");
        addHost("b", "10.77.0.2/24");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < 100; i++) {
                byte[] frame = new byte[60];
                frame[0] = 2;
                frame[6] = 2;
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 512}
                datapath: {threads: %d}
                ports:
                  a: {number: 1, type: afpacket, interface: %s}
                  b: {number: 2, type: afpacket, interface: %s}
                  r: {number: 3, type: replay, file: trace.pcap}
                flows: ["in_port=a,actions=output:b", "in_port=b,actions=output:a", "in_port=r,actions=output:a"]
                """.formatted(threads, switchInterface("a"), switchInterface("b")));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
        client = ControlClient.connect(directory.resolve("run"));
        started.add(Processes.startAndAwait("listening", on("b", "serve", Integer.toString(PORT))));
    }

    /** The hosts may come to send jumbo frames; segmentation is off, as no card on the way would do it. */
    private static void addHost(String host, String address) throws Exception {
        String namespace = namespace(host);
        Processes.run("ip", "link", "add", switchInterface(host), "mtu", "4000", "type", "veth",
                "peer", "name", "eth0", "netns", namespace);
        Processes.run("ip", "-n", namespace, "link", "set", "eth0", "gso_max_segs", "1", "mtu", "1500", "up");
        Processes.run("ip", "-n", namespace, "addr", "add", address, "dev", "eth0");
        Processes.run("ip", "link", "set", switchInterface(host), "up");
    }

    @AfterEach
    void takeApart() throws Exception {
        if (client != null) {
            client.close();
        }
        if (okko != null) {
            okko.close();
        }
        started.forEach(Process::destroyForcibly);
        Processes.succeeds("ip", "link", "del", switchInterface("a"));
        Processes.succeeds("ip", "link", "del", switchInterface("b"));
        Processes.succeeds("ip", "netns", "del", namespace("a"));
        Processes.succeeds("ip", "netns", "del", namespace("b"));
    }

    private static List<String> on(String host, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
        command.addAll(Processes.java(NetworkPeer.class, arguments));
        return command;
    }

    private static String ask(String kind, String address, int bytes) throws Exception {
        List<String> command = on("a", kind, address, Integer.toString(PORT), Integer.toString(bytes));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    private JsonNode port(String name) throws IOException, CommandException {
        for (JsonNode port : client.send("port list", null)) {
            if (port.path("name").asText().equals(name)) {
                return port;
            }
        }
        throw new AssertionError("no port " + name);
    }

    @Test
    void shouldCarryDatagramsAndStreamsWhenTwoHostsTalk() throws Exception {
        assertThat(ask("udp", "10.77.0.2", 1000)).isEqualTo("echoed");
        assertThat(ask("tcp", "10.77.0.2", 1 << 20)).isEqualTo("echoed");

        assertThat(port("a").path("rxPackets").asLong()).isGreaterThan(700);
        assertThat(port("a").path("drops")).isEmpty();
        JsonNode pool = client.send("pool show", null);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        assertThat(pool.path("held").asInt()).isEqualTo(64 + 100);
    }

    @Test
    void shouldCountTooLongWhenAFrameDoesNotFitIntoABuffer() throws Exception {
        Processes.run("ip", "-n", namespace("a"), "link", "set", "eth0", "mtu", "4000");

        assertThat(ask("udp", "10.77.0.2", 3000)).contains("SocketTimeoutException");

        assertThat(port("a").path("drops").path("too_long").asLong()).isPositive();
        assertThat(ask("udp", "10.77.0.2", 1000)).as("afterwards").isEqualTo("echoed");
    }

    @Test
    void shouldCountTransmitFailedAndGoOnWhenAnInterfaceVanishes() throws Exception {
        assertThat(ask("udp", "10.77.0.2", 100)).isEqualTo("echoed");
        Processes.run("ip", "link", "del", switchInterface("a"));

        JsonNode report = client.send("replay run", client.newArguments().put("port", "r"));

        long failed = report.path("drops").path("transmit_failed").asLong();
        assertThat(failed).as("the hundred replayed, and what the other host sent; %s", report).isGreaterThanOrEqualTo(100);
        assertThat(failed).as(report.toString()).isEqualTo(report.path("in").asLong());
        assertThat(report.path("conserved").asBoolean()).isTrue();
        assertThat(port("a").path("details").path("receiveErrors").asLong()).isPositive();
        assertThat(client.send("pool show", null).path("conserved").asBoolean()).isTrue();
    }

    @Test
    void shouldLeavePromiscuousModeWhenClosed() throws Exception {
        assertThat(Processes.run("ip", "-d", "link", "show", switchInterface("a"))).contains("promiscuity 1");
        client.close();
        okko.close();
        okko = null;
        assertThat(Processes.run("ip", "-d", "link", "show", switchInterface("a"))).contains("promiscuity 0");
    }
}
