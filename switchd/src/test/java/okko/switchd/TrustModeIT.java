package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One processor, in a process of its own, under each degree of trust: it must not be seen which from outside. */
class TrustModeIT {

    private static final int FRAMES = 300;
    private static final int BUFFERS = 1024;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path run;
    private Switch okko;
    private ControlClient client;

    private void start(String ring) throws Exception {
        run = directory.resolve("run");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[60 + i % 100];
                frame[20] = (byte) i;
                frame[21] = (byte) (i >> 8);
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: %d, dataBytes: 256}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap}
                  fw: {number: 3, type: ring, capacity: 512, quota: 512, %s}
                  zero: {number: 4, type: replay}
                  one: {number: 5, type: replay}
                  own: {number: 6, type: replay}
                flows: ["in_port=in,actions=output:fw", "in_port=fw,metadata=0,actions=output:zero",
                        "in_port=fw,metadata=1,actions=output:one"]
                """.formatted(BUFFERS, ring));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
    }

    @AfterEach
    void stop() throws Exception {
        started.forEach(Process::destroyForcibly);
        if (okko != null) {
            client.close();
            okko.close();
        }
    }

    private Process attach() throws Exception {
        Process processor = Processes.startAndAwait("attached",
                Processes.java(JudgingPeer.class, new RunDirectory(run).attachSocket().toString(), "fw"));
        started.add(processor);
        Processes.await("attached", () -> show().path("state").asText().equals("attached"));
        return processor;
    }

    private JsonNode ask(String command, String port) {
        try {
            return client.send(command, client.newArguments().put("port", port).put("checksum", true));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode show() {
        return ask("proc show", "fw");
    }

    private JsonNode pool() {
        return ask("pool show", "fw");
    }

    private Map<String, String> arrivals(JsonNode report) {
        Map<String, String> arrivals = new TreeMap<>();
        for (JsonNode sink : report.path("sinks")) {
            arrivals.put(sink.path("port").asText(),
                    sink.path("packets").asInt() + " " + sink.path("checksum").asText());
        }
        return arrivals;
    }

    private Map<String, String> sent() {
        Map<String, String> sent = new TreeMap<>();
        for (JsonNode port : ask("port list", "")) {
            sent.put(port.path("name").asText(), port.path("txPackets").asInt() + " packets, "
                    + port.path("txBytes").asInt() + " bytes");
        }
        return sent;
    }

    @Test
    void shouldGiveEqualVerdictsUnderEachDegreeOfTrust() throws Exception {
        List<Map<String, String>> outcomes = new ArrayList<>();
        for (TrustMode trust : TrustMode.values()) {
            start("trust: " + trust.label());
            attach();
            JsonNode report = ask("replay run", "in");
            assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
            // An isolated processor gets copies, so that a replay has its own packets back before the answers are.
            Processes.await("all packets are back", () -> show().path("lent").asInt() == 0);
            JsonNode shown = show();
            outcomes.add(sent());
            assertThat(shown.path("trust").asText()).isEqualTo(trust.label());
            assertThat(shown.path("sent").asInt()).isEqualTo(FRAMES);
            int dropped = shown.path("drops").path("processor_drop").asInt();
            assertThat(dropped).isPositive();
            assertThat(shown.path("copies").asInt())
                    .isEqualTo(trust == TrustMode.ISOLATED ? 2 * FRAMES - dropped : 0);
            assertThat(shown.path("badDescriptors")).isEmpty();
            assertThat(pool().path("conserved").asBoolean()).as(pool().toString()).isTrue();
            stop();
            started.clear();
        }
        assertThat(outcomes.get(0)).containsEntry("one", "100 packets, 10950 bytes");
        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
        assertThat(outcomes.get(2)).isEqualTo(outcomes.get(0));
    }

    @Test
    void shouldSendWhatAProcessorOriginatesByThePortThatItNames() throws Exception {
        for (String trust : List.of("shared", "isolated")) {
            start("empty-buffers: 16, trust: " + trust);
            attach();
            Processes.await("a packet of the processor's own", () -> show().path("originated").asInt() == 1);
            Processes.await("empty buffers are made up for", () -> show().path("lentEmpty").asInt() == 16);
            JsonNode report = ask("replay run", "in");
            assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
            for (JsonNode port : ask("port list", "")) {
                if (port.path("name").asText().equals("own")) {
                    assertThat(port.path("txPackets").asInt()).isEqualTo(1);
                }
            }
            assertThat(pool().path("conserved").asBoolean()).as(pool().toString()).isTrue();
            stop();
            started.clear();
        }
    }

    @Test
    void shouldFailOpenWhenTheProcessorIsStoppedAndCutItOffOrKillItOnCommand() throws Exception {
        start("when-slow: bypass, bypass-result: 1");
        Process processor = attach();
        Processes.run("kill", "-STOP", Long.toString(processor.pid()));
        Processes.await("silent", () -> show().path("state").asText().equals("silent"));
        JsonNode report = ask("replay run", "in");
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(arrivals(report).get("one")).startsWith(FRAMES + " ");
        assertThat(show().path("bypassed").path("processor_silent").asInt()).isEqualTo(FRAMES);

        assertThat(ask("proc detach", "fw").path("pid").asLong()).isEqualTo(processor.pid());
        assertThat(show().path("state").asText()).isEqualTo("cut_off");
        report = ask("replay run", "in");
        assertThat(arrivals(report).get("one")).startsWith(FRAMES + " ");
        assertThat(show().path("bypassed").path("processor_absent").asInt()).isEqualTo(FRAMES);

        assertThat(ask("proc kill", "fw").path("lent").asInt()).isZero();
        assertThat(processor.waitFor()).isEqualTo(128 + 9);
        assertThat(show().path("state").asText()).isEqualTo("absent");
        assertThatThrownBy(() -> client.send("proc kill", client.newArguments().put("port", "fw")))
                .isInstanceOf(CommandException.class).hasMessage("no processor is attached as fw");
        attach();
        assertThat(pool().path("conserved").asBoolean()).as(pool().toString()).isTrue();
    }

    @Test
    void shouldShowTheQuarantineUntilAHoarderIsKilled() throws Exception {
        start("trust: shared");
        Process processor = attach();
        Processes.run("kill", "-STOP", Long.toString(processor.pid()));
        ask("replay run", "in"); // within the second in which it is not known to be silent
        int lent = show().path("lent").asInt();
        assertThat(ask("proc detach", "fw").path("lent").asInt()).isEqualTo(lent);
        assertThat(pool().path("quarantined").asInt()).isEqualTo(lent);
        assertThat(pool().path("conserved").asBoolean()).as(pool().toString()).isTrue();
        ask("proc kill", "fw");
        assertThat(pool().path("quarantined").asInt()).isZero();
        assertThat(pool().path("free").asInt()).isEqualTo(BUFFERS - FRAMES);
        assertThat(show().path("drops").path("processor_died").asInt()).isEqualTo(lent);
    }
}
