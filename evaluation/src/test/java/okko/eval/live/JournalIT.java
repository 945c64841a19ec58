package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.capture.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A firewall's verdicts are recorded, exported, and replayed into a firewall that knows nothing yet: equal verdicts. */
class JournalIT {

    private static final Path TRAFFIC = Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap");

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheSameVerdictsAgainWhenARecordingIsReplayed() throws Exception {
        String journal = directory.resolve("journal").toString();
        Capture traffic = Capture.read(TRAFFIC);
        try (Daemon daemon = Daemon.start(directory, config())) {
            Process firewall = attach(daemon, "fw", "okko.external.sample.FirewallProcessor");
            Process recorder = attach(daemon, "rec", "okko.external.journal.Recorder", "--set", "dir=" + journal);

            JsonNode first = daemon.ask("replay", "run", "p1");

            assertThat(first.required("conserved").asBoolean()).as("%s", first).isTrue();
            long allowed = sent(first, "p2");
            long refused = traffic.size() - allowed;
            assertThat(allowed).isPositive();
            assertThat(refused).isPositive();
            assertThat(Okko.stop(recorder)).isZero();
            assertThat(Okko.stop(firewall)).isZero();

            Okko.Outcome listed = Okko.run(directory, "ctl", "journal", "list", journal, "--json");
            assertThat(listed.status()).as("%s", listed.err()).isZero();
            assertThat(listed.err()).as("a library's warnings are no user's business").isEmpty();
            JsonNode list = new ObjectMapper().readTree(String.join("\n", listed.out()));
            assertThat(list.size()).isEqualTo(1);
            assertThat(list.path(0).required("packets").asLong()).isEqualTo(traffic.size());
            assertThat(list.path(0).required("notRecorded").asLong()).isZero();
            assertExported(journal, traffic, allowed, refused);

            attach(daemon, "fw", "okko.external.sample.FirewallProcessor");
            JsonNode again = daemon.ask("journal", "replay", journal, "--to", "p3");

            assertThat(again.required("packets").asLong()).isEqualTo(traffic.size());
            assertThat(again.required("conserved").asBoolean()).as("%s", again).isTrue();
            assertThat(again.required("sinks").required("p2").asLong()).isEqualTo(allowed);
            Conservation.check(daemon);
        }
    }

    private void assertExported(String journal, Capture traffic, long allowed, long refused) throws Exception {
        Path file = directory.resolve("all.pcapng");
        Okko.Outcome all = Okko.run(directory, "ctl", "journal", "export", journal, "--out", file.toString());
        assertThat(all.status()).as("%s", all.err()).isZero();
        Capture exported = Capture.read(file);
        assertThat(exported.size()).isEqualTo(traffic.size());
        for (int i = 0; i < traffic.size(); i++) {
            assertThat(exported.frame(i)).as("frame %d", i).isEqualTo(traffic.frame(i));
        }
        assertThat(exportedSize(journal, 1)).isEqualTo(allowed);
        assertThat(exportedSize(journal, 0)).isEqualTo(refused);
    }

    private int exportedSize(String journal, int verdict) throws Exception {
        Path file = directory.resolve("verdict-" + verdict + ".pcapng");
        Okko.Outcome outcome = Okko.run(directory, "ctl", "journal", "export", journal, "--out", file.toString(),
                "--verdict", Integer.toString(verdict));
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        return Capture.read(file).size();
    }

    private Process attach(Daemon daemon, String name, String processor, String... more) throws Exception {
        Path out = Files.createTempFile(directory, name, ".out");
        Path err = Files.createTempFile(directory, name, ".err");
        List<String> words = new ArrayList<>(List.of("proc", "run", "--once", "--attach", name, "--processor", processor,
                "--rundir", daemon.runDirectory().toString()));
        words.addAll(List.of(more));
        Process process = Okko.start(out, err, words.toArray(String[]::new));
        Okko.await("processor " + name + " to be attached, " + err, () -> text(out).contains("attached as " + name));
        return process;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sent(JsonNode report, String port) {
        for (JsonNode sink : report.required("sinks")) {
            if (sink.required("port").asText().equals(port)) {
                return sink.required("packets").asLong();
            }
        }
        throw new AssertionError("no port " + port + " in " + report);
    }

    private static String config() {
        return """
                bridge: br0
                ports:
                  p1: {number: 1, type: replay, file: %s}
                  p2: {number: 2, type: replay}
                  p3: {number: 3, type: replay}
                  fw: {number: 10, type: ring, capacity: 4096}
                  rec: {number: 11, type: ring, capacity: 4096, trust: monitor}
                flows:
                  - in_port=p1,actions=output:fw
                  - in_port=p3,actions=output:fw
                  - in_port=fw,metadata=1,actions=output:rec,output:p2
                  - in_port=fw,metadata=0,actions=output:rec
                """
                .formatted(TRAFFIC);
    }
}
