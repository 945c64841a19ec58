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
import okko.switchd.cli.OfctlCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs among the actions of rules, from the object file to the packets that come out. */
@Timeout(60)
class ProgramActionTest {

    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();
    private static final int EXPEDITED = 46 << 2;

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
    void shouldSteerByMetadataPortAndControllerWhenProgramSaysSo() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64), udp(81, 64), udp(53, 64), udp(80, 1), tcp(), udp(80, 64)),
                "in_port=p1,actions=prog:1,goto_table:1",
                "table=1,metadata=80,actions=output:p2",
                "table=1,priority=1,actions=drop");
        JsonNode report = replay();
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("drops").path("flow_drop").asLong()).isEqualTo(1);
        assertThat(report.path("drops").path("program_drop").asLong()).isEqualTo(1);
        assertThat(port("p3").path("txPackets").asLong()).isEqualTo(1);
        JsonNode program = ctl("prog", "list").get(0);
        assertThat(program.path("use").asText()).isEqualTo("action");
        assertThat(program.path("runs").asLong()).isEqualTo(6);
        assertThat(sent()).hasSize(2).allSatisfy(frame -> {
            assertThat(frame[15] & 0xff).isEqualTo(EXPEDITED);
            assertThat(headerSum(frame)).as("checksum").isEqualTo(0xffff);
        });
    }

    @Test
    void shouldLookUpOnceWhenNoLaterRuleLooksAtWhatTheProgramWrites() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64), udp(81, 64)), "in_port=p1,actions=prog:1,goto_table:1",
                "table=1,udp,tp_dst=80,actions=output:p2", "table=1,priority=1,actions=drop");
        replay();
        assertThat(lookedUpAgain()).isZero();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void shouldLookUpAgainWhenALaterRuleLooksAtWhatTheProgramWrites() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64), udp(81, 64)), "in_port=p1,actions=prog:1,goto_table:1",
                "table=1,ip,nw_tos=" + EXPEDITED + ",actions=output:p2", "table=1,priority=1,actions=drop");
        replay();
        assertThat(lookedUpAgain()).isEqualTo(2);
        assertThat(sent()).hasSize(2);
    }

    @Test
    void shouldMoveTheBeginOfThePacketWhenAnXdpProgramTakesItsTagOff() throws Exception {
        start("untag.o", List.of(tagged(udp(80, 64), 7), tagged(udp(80, 64), 8), udp(80, 64)),
                "in_port=p1,actions=prog:1,output:p2");
        JsonNode report = replay();
        assertThat(report.path("drops").path("program_drop").asLong()).isEqualTo(1);
        assertThat(port("p1").path("txPackets").asLong()).isEqualTo(1);
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(sent()).containsExactly(udp(80, 64));
    }

    @Test
    void shouldRunAnotherProgramFromThenOnWhenItIsReplacedAndNoneWhenItIsUnloaded() throws Exception {
        start("untag.o", List.of(tagged(udp(80, 64), 7)), "in_port=p1,actions=prog:1,output:p2");
        replay();
        assertThat(ctl("prog", "replace", "1", EXAMPLES.resolve("steer.o").toString(), "--use", "action")
                .path("name").asText()).isEqualTo("steer");
        assertThat(replay().path("drops").path("program_drop").asLong()).isEqualTo(1);
        assertThat(new CommandLine(new CtlCommand()).execute("prog", "unload", "1", "--rundir", rundir())).isZero();
        assertThat(replay().path("drops").path("table_miss").asLong()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnActionAsAFilter() throws Exception {
        start("steer.o, use: action", List.of(udp(80, 64)), "in_port=p1,actions=drop");
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new OfctlCommand()).setErr(new PrintWriter(err));
        assertThat(line.execute("add-flow", "br0", "filter_prog=1,actions=drop", "--rundir", rundir())).isEqualTo(1);
        assertThat(err).hasToString("okko: filter_prog=1 was loaded as an action and may change packets; "
                + "actions=prog:1 runs it\n");
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

    private long lookedUpAgain() throws IOException {
        return ctl("pmd", "stats").get(0).path("lookedUpAgain").asLong();
    }

    private String rundir() {
        return directory.resolve("run").toString();
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

    private static byte[] tagged(byte[] frame, int id) {
        return ByteBuffer.allocate(frame.length + 4).put(frame, 0, 12).putShort((short) 0x8100).putShort((short) id)
                .put(frame, 12, frame.length - 12).array();
    }
}
