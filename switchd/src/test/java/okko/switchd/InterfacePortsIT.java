package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of port that the kernel has an interface behind, with the host's own tools at both ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterfacePortsIT {

    private static final String AFPACKET = "type: afpacket, interface: ";
    private static final String GENERIC = "type: afxdp, mode: generic, interface: ";
    private static final String NATIVE = "type: afxdp, mode: native, interface: ";
    private static final String TAP = "type: tap, interface: ";

    @TempDir
    Path directory;

    private Hosts hosts;
    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void createHosts() throws Exception {
        hosts = Hosts.create();
    }

    @AfterEach
    void takeApart() throws Exception {
        if (client != null) {
            client.close();
        }
        if (okko != null) {
            okko.close();
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    private void start(String spec) throws Exception {
        start("", spec);
    }

    private void start(String more, String spec) throws Exception {
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 2048}
                %s
                ports:
                  a: {number: 1, %s%s}
                  b: {number: 2, %s%s}
                flows: ["in_port=a,actions=output:b", "in_port=b,actions=output:a"]
                """.formatted(more, spec, Hosts.edge("a"), spec, Hosts.edge("b")));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
        client = ControlClient.connect(directory.resolve("run"));
    }

    private void join(String spec) throws Exception {
        if (spec.equals(TAP)) {
            start(spec);
            hosts.give("a");
            hosts.give("b");
        } else {
            hosts.cable("a");
            hosts.cable("b");
            start(spec);
        }
    }

    private JsonNode port(String name) throws Exception {
        return client.send("port show", client.newArguments().put("port", name));
    }

    private String ping(int count) throws Exception {
        return hosts.run("a", "ping", "-q", "-c", Integer.toString(count), "-i", "0.01", "-W", "5", Hosts.ADDRESS_B);
    }

    private void awaitPing() throws Exception {
        Processes.await("an answer to a ping", () -> {
            try {
                return Processes.succeeds("ip", "netns", "exec", Hosts.namespace("a"), "ping", "-q", "-c", "1", "-W",
                        "1", Hosts.ADDRESS_B);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Sum of what came in but was not dropped is what went out; all buffers are known. */
    private void checkBooks() throws Exception {
        hosts.run("a", "ip", "link", "set", "eth0", "down");
        hosts.run("b", "ip", "link", "set", "eth0", "down");
        JsonNode pool = client.send("pool show", null);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        long in = 0;
        long ended = 0;
        for (JsonNode thread : client.send("pmd stats", null)) {
            ended -= thread.path("copies").asLong();
            for (JsonNode drop : thread.path("drops")) {
                ended += drop.asLong();
            }
        }
        for (JsonNode port : client.send("port list", null)) {
            in += port.path("rxPackets").asLong();
            ended += port.path("txPackets").asLong();
            for (JsonNode drop : port.path("drops")) {
                ended += drop.asLong();
            }
        }
        assertThat(ended).isEqualTo(in);
    }

    @Test
    void shouldSpreadFlowsOverThreadsWhenAPortHasTwoQueues() throws Exception {
        hosts.cable("a");
        hosts.cable("b");
        start("datapath: {threads: 2}", "queues: 2, " + AFPACKET);
        awaitPing();
        assertThat(ping(100)).contains("100 packets transmitted, 100 received, 0% packet loss");
        Process server = hosts.start("b", "iperf3", "-s", "-1", "--forceflush");
        assertThat(server.inputReader().lines().anyMatch(line -> line.contains("Server listening"))).isTrue();

        JsonNode report = new ObjectMapper().readTree(
                hosts.run("a", "iperf3", "-c", Hosts.ADDRESS_B, "-P", "12", "-t", "2", "-J"));

        assertThat(report.path("end").path("sum_received").path("bytes").asLong())
                .as("error: %s", report.path("error")).isPositive();
        JsonNode threads = client.send("pmd stats", null);
        assertThat(threads).hasSize(2).allSatisfy(thread ->
                assertThat(thread.path("packets").asLong()).as(threads.toString()).isGreaterThan(100));
        assertThat(threads).allSatisfy(thread -> assertThat(thread.path("drops").has("hand_over_full")).isFalse());
        assertThat(port("a").path("details").path("queues").asInt()).isEqualTo(2);
        checkBooks();
    }

    @ParameterizedTest
    @ValueSource(strings = {AFPACKET, GENERIC, NATIVE, TAP})
    void shouldCarryPingsAndAStream(String spec) throws Exception {
        join(spec);
        awaitPing();

        assertThat(ping(100)).contains("100 packets transmitted, 100 received, 0% packet loss");

        Process server = hosts.start("b", "iperf3", "-s", "-1", "--forceflush");
        assertThat(server.inputReader().lines().anyMatch(line -> line.contains("Server listening"))).isTrue();
        JsonNode report = new ObjectMapper().readTree(
                hosts.run("a", "iperf3", "-c", Hosts.ADDRESS_B, "-t", "2", "-J"));
        double mbps = report.path("end").path("sum_received").path("bits_per_second").asDouble() / 1e6;
        assertThat(mbps).as("Mbit/s: %s", report.path("error")).isGreaterThan(1); // a stream that crawls has lost all long segments
        System.out.printf("InterfacePortsIT: %s: %.0f Mbit/s, %s retransmits; %s%n", spec, mbps,
                report.path("end").path("sum_sent").path("retransmits").asText(), port("a"));
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        checkBooks();
    }

    @ParameterizedTest
    @ValueSource(strings = {AFPACKET, GENERIC})
    void shouldServeAnInterfaceThatWasAwayAndIsBack(String spec) throws Exception {
        join(spec);
        awaitPing();

        Processes.run("ip", "link", "del", Hosts.edge("a"));
        assertThat(port("a").path("state").asText()).isEqualTo("absent");
        assertThat(client.send("pool show", null).path("conserved").asBoolean()).isTrue();
        hosts.cable("a");

        awaitPing();
        assertThat(port("a").path("state").asText()).isEqualTo("up");
        JsonNode pool = client.send("pool show", null);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
    }

    @Test
    void shouldDropTooLongWhenAFrameDoesNotFitIntoABuffer() throws Exception {
        join(GENERIC);
        Processes.run("ip", "link", "set", Hosts.edge("a"), "mtu", "4000");
        hosts.run("a", "ip", "link", "set", "eth0", "mtu", "4000");
        awaitPing();

        assertThat(Processes.succeeds("ip", "netns", "exec", Hosts.namespace("a"),
                "ping", "-q", "-c", "3", "-i", "0.01", "-W", "1", "-s", "3000", Hosts.ADDRESS_B)).isFalse();

        assertThat(port("a").path("mtuBytes").asInt()).isEqualTo(4000);
        assertThat(port("a").path("drops").path("too_long").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(ping(3)).contains("3 received");
        checkBooks();
    }

    @ParameterizedTest
    @ValueSource(strings = {AFPACKET, NATIVE})
    void shouldCarryNothingWhenAPortIsOff(String spec) throws Exception {
        join(spec);
        awaitPing();

        JsonNode off = client.send("port down", client.newArguments().put("port", "b"));
        assertThat(off.path("state").asText()).isEqualTo("off");
        assertThat(Processes.succeeds("ip", "netns", "exec", Hosts.namespace("a"),
                "ping", "-q", "-c", "2", "-i", "0.01", "-W", "1", Hosts.ADDRESS_B)).isFalse();
        assertThat(port("b").path("drops").path("port_down").asLong()).isPositive();

        client.send("port up", client.newArguments().put("port", "b"));
        awaitPing();
        checkBooks();
    }

    @Test
    void shouldLeaveAnInterfaceUsableWhenTheSwitchIsKilled() throws Exception {
        hosts.cable("a");
        hosts.cable("b");
        Process child = new ProcessBuilder(Processes.java(SwitchdMain.class,
                "--rundir", directory.resolve("killed").toString(), "--port", "a=afxdp:" + Hosts.edge("a")))
                .redirectErrorStream(true).start();
        assertThat(child.inputReader().lines().anyMatch(line -> line.startsWith("okko switchd ready"))).isTrue();
        assertThat(Processes.run("ip", "-d", "link", "show", Hosts.edge("a"))).contains("prog/xdp");

        child.destroyForcibly().waitFor();

        assertThat(Processes.run("ip", "-d", "link", "show", Hosts.edge("a"))).doesNotContain("prog/xdp");
        start(GENERIC);
        awaitPing();
    }
}
