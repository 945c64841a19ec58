package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.Capture;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.cli.CtlCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs that are ports: rules need to know nothing of programs. */
@Timeout(60)
class ProgramPortTest {

    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();

    @TempDir
    Path directory;

    private Switch okko;

    @AfterEach
    void stop() {
        if (okko != null) {
            okko.close();
        }
    }

    @Test
    void shouldBringInAgainWhatTheProgramPassesAndCountWhatItDrops() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64), udp(81, 64), udp(53, 64), udp(80, 1), tcp(), udp(80, 64)),
                "in_port=p1,actions=output:fw0", "in_port=fw0,actions=output:p2");
        JsonNode report = replay();
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("drops").path("program_drop").asLong()).isEqualTo(1);
        assertThat(port("p3").path("txPackets").asLong()).as("redirected").isEqualTo(1);
        assertThat(port("fw0").path("txPackets").asLong()).isEqualTo(6);
        assertThat(port("fw0").path("rxPackets").asLong()).isEqualTo(6);
        assertThat(port("fw0").path("details").path("program").asInt()).isEqualTo(1);
        assertThat(ctl("prog", "list").get(0).path("runs").asLong()).isEqualTo(6);
        assertThat(sent()).hasSize(3);
    }

    @Test
    void shouldDropUnderANameOfItsOwnWhenTheProgramIsNotThere() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64)), "in_port=p1,actions=output:fw0",
                "in_port=fw0,actions=output:p2");
        assertThat(replay().path("drops")).isEmpty();
        done("prog", "unload", "1");
        JsonNode report = replay();
        assertThat(report.path("drops").path("no_such_program").asLong()).isEqualTo(1);
        assertThat(report.path("conserved").asBoolean()).isTrue();
        ctl("prog", "load", "1", EXAMPLES.resolve("untag.o").toString());
        assertThat(replay().path("drops").path("program_drop").asLong()).as("not tagged").isEqualTo(1);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void shouldEndRoundTripsWhenAFlowSendsThePacketBackToTheProgram() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64)), "in_port=p1,actions=output:fw0",
                "in_port=fw0,actions=in_port");
        JsonNode report = replay();
        assertThat(report.path("drops").path("too_many_hops").asLong()).isEqualTo(1);
        assertThat(report.path("conserved").asBoolean()).isTrue();
    }

    @Test
    void shouldRunItsProgramFromTheFirstPacketOnWhenAPortIsAdded() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64), udp(80, 64), tcp()), "in_port=p1,actions=output:fw0",
                "in_port=fw0,actions=output:p2");
        done("port", "del", "fw0");
        assertThat(replay().path("drops").path("no_such_port").asLong()).isEqualTo(3);
        done("port", "add", "fw0=bpf:1", "number=4");
        assertThat(replay().path("drops").path("program_drop").asLong()).isEqualTo(1);
        done("port", "del", "fw0");
        done("port", "add", "fw0=null", "number=4");
        assertThat(replay().path("drops")).isEmpty();
        assertThat(sent()).hasSize(2);
    }

    private void start(String program, List<byte[]> frames, String... flows) throws Exception {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("in.pcap"))) {
            for (byte[] frame : frames) {
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 128, dataBytes: 512}
                ports:
                  p1: {number: 1, type: replay, file: in.pcap}
                  p2: {number: 2, type: pcap, write: out.pcap}
                  p3: {number: 3, type: "null"}
                  fw0: {number: 4, type: bpf, program: 1}
                programs:
                  1: {file: %s/%s}
                flows: ["%s"]
                """.formatted(EXAMPLES, program, String.join("\", \"", flows)));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
    }

    private JsonNode replay() throws IOException {
        return ctl("replay", "run", "p1");
    }

    private JsonNode port(String name) throws IOException {
        for (JsonNode port : ctl("port", "list")) {
            if (port.path("name").asText().equals(name)) {
                return port;
            }
        }
        throw new AssertionError("no port " + name);
    }

    private String rundir() {
        return directory.resolve("run").toString();
    }

    private void done(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--rundir", rundir()));
        assertThat(new CommandLine(new CtlCommand()).execute(all.toArray(String[]::new))).isZero();
    }

    private JsonNode ctl(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--json", "--rundir", rundir()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new CtlCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(line.execute(all.toArray(String[]::new))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    /** What came out of p2, when all of it is in the file. */
    private List<byte[]> sent() throws IOException {
        okko.close();
        Switch closed = okko;
        okko = null;
        assertThat(closed).isNotNull();
        Capture capture = Capture.read(directory.resolve("out.pcap"));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < capture.size(); i++) {
            frames.add(capture.frame(i));
        }
        return frames;
    }

    private static byte[] udp(int destinationPort, int timeToLive) {
        return ipv4(17, destinationPort, timeToLive);
    }

    private static byte[] tcp() {
        return ipv4(6, 80, 64);
    }

    private static byte[] ipv4(int protocol, int destinationPort, int timeToLive) {
        ByteBuffer frame = ByteBuffer.allocate(64);
        frame.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) 50).putInt(0).put((byte) timeToLive).put((byte) protocol);
        frame.putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
        frame.putShort((short) 1000).putShort((short) destinationPort).putShort((short) 30);
        frame.putShort(24, (short) ~headerSum(frame.array()));
        return frame.array();
    }

    private static int headerSum(byte[] frame) {
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }
}
