package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Ports come and go while packets flow. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortChangesIT {

    @TempDir
    Path directory;

    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void start() throws Exception {
        start("");
    }

    private void restart(String more) throws Exception {
        stop();
        start(more);
    }

    private void start(String more) throws Exception {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < 100; i++) {
                byte[] frame = new byte[60];
                frame[0] = 2;
                frame[6] = 2;
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 1024}
                %s
                ports:
                  r: {number: 1, type: replay, file: trace.pcap}
                  x: {number: 2, type: null}
                  n: {number: 3, type: null}
                  left: {number: 4, type: patch, peer: right}
                flows:
                  - in_port=r,actions=output:x,output:n,output:left
                  - in_port=left,actions=output:n
                """.formatted(more));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
        client = ControlClient.connect(directory.resolve("run"));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        okko.close();
    }

    private JsonNode add(String name, String config) throws IOException, CommandException {
        ObjectNode arguments = client.newArguments().put("port", name);
        arguments.set("config", new ObjectMapper().readTree(config));
        return client.send("port add", arguments);
    }

    private JsonNode remove(String name) throws IOException, CommandException {
        return client.send("port del", client.newArguments().put("port", name));
    }

    private CompletableFuture<JsonNode> replay(String port, int durationMs) {
        return CompletableFuture.supplyAsync(() -> {
            try (ControlClient other = ControlClient.connect(directory.resolve("run"))) {
                return other.send("replay run", other.newArguments().put("port", port).put("durationMs", durationMs));
            } catch (IOException | CommandException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void checkPool() throws Exception {
        JsonNode pool = client.send("pool show", null);
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
    }

    @Test
    void shouldLoseNoBufferWhenPortsComeAndGoUnderTraffic() throws Exception {
        String capture = directory.resolve("trace.pcap").toString();
        CompletableFuture<JsonNode> running = replay("r", 3_000);
        for (int round = 0; round < 20; round++) {
            remove(round == 0 ? "x" : "x" + round);
            add("x" + (round + 1), "{\"type\":\"null\"}");
            add("fw", "{\"type\":\"ring\",\"quota\":64}");
            add("more", "{\"type\":\"replay\",\"file\":\"" + capture + "\"}");
            add("right", "{\"type\":\"patch\",\"peer\":\"left\"}");
            add("cap", "{\"type\":\"pcap\",\"write\":\"" + directory.resolve("out.pcapng") + "\"}");
            for (String name : List.of("fw", "more", "right", "cap")) {
                remove(name);
            }
            checkPool();
        }

        JsonNode report = running.get(30, TimeUnit.SECONDS);

        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("missing").asInt()).isZero();
        assertThat(report.path("drops").path("no_such_port").asLong()).as("to x, which is gone").isPositive();
        JsonNode ports = client.send("port list", null);
        assertThat(ports.path(ports.size() - 1).path("number").asInt()).as("no number twice").isGreaterThan(20);
        checkPool();
    }

    @Test
    void shouldLoseNoBufferWhenPortsOfTwoThreadsComeAndGoUnderTraffic() throws Exception {
        restart("datapath: {threads: 2}");
        String capture = directory.resolve("trace.pcap").toString();
        String more = "{\"type\":\"replay\",\"queues\":2,\"thread\":1,\"number\":60,\"file\":\"" + capture + "\"}";
        add("fixed", "{\"type\":\"pcap\",\"thread\":1,\"write\":\"" + directory.resolve("fixed.pcap") + "\"}");
        client.send("flow add", client.newArguments().put(
                "flow", "priority=40000,in_port=r,actions=output:x,output:n,output:left,output:fixed"));
        CompletableFuture<JsonNode> running = replay("r", 3_000);
        for (int round = 0; round < 10; round++) {
            add("right", "{\"type\":\"patch\",\"thread\":0,\"peer\":\"left\"}");
            add("more", more);
            CompletableFuture<JsonNode> refused = replay("more", 20); // a run is under way, or this one is broken off
            remove("right");
            remove("more");
            refused.exceptionally(_ -> null).get(30, TimeUnit.SECONDS);
            checkPool();
        }
        remove("fixed");

        JsonNode report = running.get(30, TimeUnit.SECONDS);

        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("missing").asInt()).isZero();
        JsonNode queues = client.send("pmd rxq", null);
        assertThat(queues.path(1).path("queues")).as(queues.toString()).hasSize(1); // that of left
        assertThatThrownBy(() -> add("y", "{\"type\":\"null\",\"thread\":2}"))
                .hasMessage("port y: thread: expected a whole number from 0 to 1, found 2");
        checkPool();
    }

    @Test
    void shouldBreakARunOffWhenItsPortIsClosed() throws Exception {
        add("more", "{\"type\":\"replay\",\"number\":9,\"file\":\"" + directory.resolve("trace.pcap") + "\"}");
        client.send("flow add", client.newArguments().put("flow", "in_port=more,actions=output:n"));
        CompletableFuture<JsonNode> running = replay("more", 60_000);
        Processes.await("packets of the run", () -> {
            try {
                return client.send("port show", client.newArguments().put("port", "more"))
                        .path("rxPackets").asLong() > 0;
            } catch (IOException | CommandException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(remove("more").asInt()).isEqualTo(9);

        assertThat(running.get(30, TimeUnit.SECONDS).path("conserved").asBoolean()).isTrue();
        checkPool();
    }

    @Test
    void shouldSendAProcessorAwayWhenItsPortIsClosed() throws Exception {
        add("fw", "{\"type\":\"ring\",\"number\":7,\"capacity\":64,\"quota\":64}");
        Process peer = Processes.startAndAwait("attached", Processes.java(ProcessorPeer.class,
                new RunDirectory(directory.resolve("run")).attachSocket().toString(), "fw"));
        Processes.await("the processor", () -> {
            try {
                return client.send("proc show", client.newArguments().put("port", "fw"))
                        .path("state").asText().equals("attached");
            } catch (IOException | CommandException e) {
                throw new IllegalStateException(e);
            }
        });
        client.send("flow add", client.newArguments().put("flow", "priority=40000,in_port=r,actions=output:fw"));
        client.send("flow add", client.newArguments().put("flow", "in_port=fw,actions=output:n"));
        CompletableFuture<JsonNode> running = replay("r", 1_500);

        assertThat(remove("fw").asInt()).isEqualTo(7);

        assertThat(peer.waitFor(10, TimeUnit.SECONDS)).as("the processor has ended").isTrue();
        JsonNode report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("missing").asInt()).isZero();
        assertThat(client.send("proc list", null)).isEmpty();
        checkPool();
    }

    private long sentBy(String port) throws Exception {
        return client.send("port show", client.newArguments().put("port", port)).path("txPackets").asLong();
    }

    private void awaitSentBy(String port) throws Exception {
        long before = sentBy(port);
        Processes.await("packets by " + port, () -> {
            try {
                return sentBy(port) > before;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void shouldSendByTheNextPortWhenOneThatAGroupWatchesIsDown() throws Exception {
        client.send("group add", client.newArguments().put("group", "group_id=1,type=ff,bucket=watch_port:x,"
                + "actions=output:x,bucket=watch_port:n,actions=output:n"));
        client.send("flow add", client.newArguments().put("flow", "priority=40000,in_port=r,actions=group:1"));
        CompletableFuture<JsonNode> running = replay("r", 1_500);
        awaitSentBy("x");
        assertThat(sentBy("n")).isZero();

        client.send("port down", client.newArguments().put("port", "x"));
        awaitSentBy("n");
        client.send("port up", client.newArguments().put("port", "x"));
        awaitSentBy("x");
        remove("x");
        awaitSentBy("n");

        JsonNode report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        long sent = sentBy("n");
        assertThat(replay("r", 50).get(30, TimeUnit.SECONDS).path("drops")).as("x is gone for good").isEmpty();
        assertThat(sentBy("n")).isGreaterThan(sent);
        checkPool();
    }

    @Test
    void shouldSayWhatIsWrongWithAPort() throws Exception {
        assertThatThrownBy(() -> add("n", "{\"type\":\"null\"}")).hasMessage("there is a port n already");
        assertThatThrownBy(() -> add("y", "{\"type\":\"null\",\"number\":3}"))
                .hasMessage("number: 3 is the number of port n");
        assertThatThrownBy(() -> add("y", "{\"type\":\"afxdp\",\"mode\":\"generic\",\"interface\":\"no-such-if\"}"))
                .hasMessage("port y: network interface no-such-if: No such device");
        assertThatThrownBy(() -> add("y", "{\"type\":\"replay\",\"fiel\":\"x\"}"))
                .hasMessage("port y: fiel: unknown key; expected one of number, type, file, send, thread, queues");
        assertThatThrownBy(() -> remove("y")).hasMessage("no port is named y; there are r, x, n, left");
        assertThat(client.send("port list", null)).hasSize(4);
        checkPool();
    }
}
