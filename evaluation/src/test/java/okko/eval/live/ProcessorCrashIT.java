package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor is killed in full flow: only its own packets suffer, by name, and a new one takes its place. */
class ProcessorCrashIT {

    @TempDir
    Path directory;

    @BeforeEach
    void needNamespaces() {
        Host.assumeAllowed();
    }

    @Test
    void shouldGoOnForwardingWhenAProcessorIsKilledInFullFlow() throws Exception {
        try (Host client = Host.create("client", "10.1.0.2/8");
                Host server = Host.create("server", "10.2.0.2/8");
                WebServer web = WebServer.start(server, directory, "a page");
                Daemon daemon = Daemon.start(directory, config(client, server));
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            Process first = attach(daemon, "first");
            Future<JsonNode> run =
                    background.submit(() -> daemon.ask("replay", "run", "p1", "--duration", "4000"));
            Okko.await("packets to come back from the processor", () -> txPackets(daemon, "p2") > 10_000);

            first.destroyForcibly().waitFor();

            for (int i = 0; i < 5; i++) {
                assertThat(client.fetch("10.2.0.2", WebServer.PORT, 10)).isEqualTo("a page");
            }
            JsonNode report = run.get();
            assertThat(report.required("conserved").asBoolean()).as("%s", report).isTrue();
            assertThat(report.required("drops").path("processor_died").asLong()).as("%s", report).isPositive();
            assertThat(report.required("drops").path("processor_absent").asLong()).as("%s", report).isPositive();
            assertThat(report.required("lent").asLong()).isZero();

            Process second = attach(daemon, "second");
            JsonNode after = daemon.ask("replay", "run", "p1", "--passes", "2");

            assertThat(after.required("drops")).as("%s", after).isEmpty();
            assertThat(after.required("out").asLong()).isEqualTo(after.required("packets").asLong());
            assertThat(Okko.stop(second)).isZero();
            Conservation.check(daemon);
        }
    }

    private Process attach(Daemon daemon, String label) throws Exception {
        Path out = directory.resolve(label + ".out");
        Path err = directory.resolve(label + ".err");
        Process processor = Okko.start(
                out, err, "proc", "run", "--attach", "fw",
                "--processor", Okko.ROOT.resolve("evaluation/src/main/bpf/firewall.o").toString(),
                "--rundir", daemon.runDirectory().toString());
        Okko.await("the " + label + " processor to be attached, " + err, () -> state(daemon).equals("attached"));
        return processor;
    }

    private static String state(Daemon daemon) {
        return ask(daemon, "proc", "list").path(0).path("state").asText();
    }

    private static long txPackets(Daemon daemon, String name) {
        for (JsonNode port : ask(daemon, "port", "list")) {
            if (port.required("name").asText().equals(name)) {
                return port.required("txPackets").asLong();
            }
        }
        throw new AssertionError("no port " + name);
    }

    private static JsonNode ask(Daemon daemon, String... words) {
        try {
            return daemon.ask(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String config(Host client, Host server) {
        return """
                bridge: br0
                ports:
                  p1: {number: 1, type: replay, file: %s}
                  p2: {number: 2, type: replay}
                  client: {number: 3, type: afpacket, interface: %s}
                  server: {number: 4, type: afpacket, interface: %s}
                  fw: {number: 10, type: ring, capacity: 4096} # holds a whole pass
                flows:
                  - in_port=p1,actions=output:fw
                  - in_port=fw,actions=output:p2
                  - in_port=client,actions=output:server
                  - in_port=server,actions=output:client
                """
                .formatted(
                        Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"),
                        client.switchInterface(),
                        server.switchInterface());
    }
}
