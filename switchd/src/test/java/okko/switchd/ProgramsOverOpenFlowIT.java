package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.cli.CtlCommand;
import okko.switchd.cli.OfctlCommand;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.Part;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.SwitchAddress;
import okko.switchd.openflow.client.Terms;
import okko.switchd.openflow.client.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Programs that come by OpenFlow: from a controller in Python, from okko ofctl in each dialect, from a stock tool. */
@Timeout(60)
class ProgramsOverOpenFlowIT {

    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();
    private static final String COUNTERS =
            Path.of("../bpf-vm/src/test/resources/elf/counters-v3.o").toAbsolutePath().toString();

    /** The program that counts them says yes to one of three. */
    private static final int FRAMES = 3;

    @TempDir
    Path directory;

    private Switch okko;

    private void start(String dialect) throws Exception {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("in.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                writer.write(0, new byte[60]);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 128, dataBytes: 512}
                openflow: {dialect: %s}
                ports:
                  p1: {number: 1, type: replay, file: in.pcap}
                  p2: {number: 2, type: "null"}
                  fw0: {number: 3, type: bpf, program: 1}
                """.formatted(dialect));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
    }

    @AfterEach
    void stop() {
        if (okko != null) {
            okko.close();
        }
    }

    /** What a command line printed, and how it ended. */
    private record Run(int status, String out, String err) {}

    private static Run run(String... words) throws IOException, InterruptedException {
        Path tool = Path.of("/usr/bin").resolve(words[0]);
        assumeTrue(Files.isExecutable(tool), tool + " is not installed");
        Process process = new ProcessBuilder(words).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), out, err);
        } finally {
            process.destroyForcibly();
        }
    }

    private Run call(Object command, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--rundir", directory.resolve("run").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }

    private String ofctl(String dialect, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dialect", dialect));
        Run run = call(new OfctlCommand(), all.toArray(String[]::new));
        assertThat(run.status).as(run.err.lines().findFirst().orElse("")).isZero();
        return run.out;
    }

    private JsonNode replay() throws IOException {
        return new ObjectMapper().readTree(call(new CtlCommand(), "replay", "run", "p1", "--json").out);
    }

    private String socket() {
        return directory.resolve("run/br0.mgmt").toString();
    }

    private Run script(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("python3", EXAMPLES.resolve("load_program.py").toString(), socket()));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    @Test
    void shouldLoadWhatAControllerOfOneFileBringsAndShowItsMaps() throws Exception {
        start("okko");
        Run run = script("1", COUNTERS, "count");
        assertThat(run.err).isEmpty();
        assertThat(run.out.lines()).containsExactlyInAnyOrder(
                "totals: 00000000 -> 0000000000000000", "totals: 01000000 -> 0000000000000000");
        assertThat(replay().path("drops").path("flow_drop").asLong()).isEqualTo(1);
        assertThat(ofctl("okko", "list-filter-prog", "br0"))
                .contains("prog=1, name=count, use=filter, abi=oko, engine=jit, maps=1").contains("runs=3, matches=1");
    }

    @Test
    void shouldTellTheVerifiersFindingsWhenItRefuses() throws Exception {
        start("okko");
        Run run = script("1", EXAMPLES.resolve("careless.o").toString());
        assertThat(run.status).isEqualTo(1);
        assertThat(run.err.lines().count()).as(run.err).isGreaterThan(1);
        assertThat(run.err).contains("filter_prog=1").contains("careless");
        assertThat(script("7", COUNTERS, "none-such").err).contains("none-such");
    }

    @ParameterizedTest
    @CsvSource({"okko, OpenFlow10", "okko, OpenFlow15", "oko, OpenFlow10", "oko, OpenFlow13", "p4rt, OpenFlow13"})
    void shouldDriveProgramsAndMapsInEachDialect(String dialect, String version) throws Exception {
        start(dialect);
        String[] loading = dialect.equals("okko")
                ? new String[] {"load-filter-prog", "br0", "1", COUNTERS, "program=count", "-O", version}
                : new String[] {"load-filter-prog", "br0", "1", COUNTERS, "-O", version};
        ofctl(dialect, loading);
        String flow = dialect.equals("p4rt") ? "in_port=1,actions=prog:1,output:2"
                : "in_port=1,filter_prog=1,actions=output:2";
        ofctl(dialect, "add-flow", "br0", flow, "-O", version);
        assertThat(ofctl(dialect, "dump-flows", "br0", "-O", version))
                .contains(dialect.equals("p4rt") ? "actions=prog:1,output:" : "filter_prog=1");
        replay();
        ofctl(dialect, "update-map", "br0", "1", "0", "key", "1", "0", "0", "0",
                "value", "14", "0", "16", "172", "0", "0", "0", "0", "-O", version);
        assertThat(ofctl(dialect, "dump-map", "br0", "1", "0", "hex", "-O", version)).contains(
                "The map contains 2 element(s)", "Value: 0e 00 10 ac 00 00 00 00");
        Run refused = call(new OfctlCommand(), "update-map", "br0", "1", "9",
                "key", "1", "0", "0", "0", "value", "1", "--dialect", dialect, "-O", version);
        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.err).contains(dialect.equals("okko") ? "filter_prog=1 has 1 maps: index=9" : "OFPBRC_EPERM");
    }

    @Test
    void shouldServeAStockToolByAProgramThatIsAPort() throws Exception {
        start("okko");
        String target = "unix:" + socket();
        assertThat(run("ovs-ofctl", "add-flow", target, "in_port=p1,actions=output:fw0").err).isEmpty();
        assertThat(run("ovs-ofctl", "add-flow", target, "in_port=fw0,actions=output:p2").err).isEmpty();
        assertThat(replay().path("drops").path("no_such_program").asLong()).isEqualTo(FRAMES);
        ofctl("okko", "load-filter-prog", "br0", "1", COUNTERS, "program=count");
        JsonNode report = replay();
        assertThat(report.path("drops").path("program_drop").asLong()).isEqualTo(2);
        assertThat(report.path("conserved").asBoolean()).isTrue();
        assertThat(run("ovs-ofctl", "dump-ports", target, "p2").out).contains("tx pkts=1");
        assertThat(run("ovs-ofctl", "dump-ports", target, "fw0").out).contains("rx pkts=6").contains("tx pkts=6");
        assertThat(run("ovs-ofctl", "show", target).out).contains("3(fw0)");
    }

    @Test
    void shouldSendWhatMapsHoldWhenARuleSaysSo() throws Exception {
        start("okko");
        ofctl("okko", "load-filter-prog", "br0", "1", COUNTERS, "program=count");
        ofctl("okko", "add-flow", "br0", "in_port=1,actions=send_maps(1),output:2");
        assertThat(ofctl("okko", "dump-flows", "br0")).contains("actions=send_maps:1,output:2");
        try (OpenFlowClient client = connect()) {
            client.change(List.of(new SetConfig(0, 0xffff)));
            replay();
            Message message = client.receive().message();
            while (!(message instanceof MapContents)) {
                message = client.receive().message();
            }
            MapPart part = ((MapContents) message).part();
            assertThat(part.program()).isEqualTo(1);
            assertThat(part.entries(part.entries().bytes())).hasSize(2);
        }
    }

    @Test
    void shouldTakeEntriesThatComeInManyParts() throws Exception {
        start("okko");
        ofctl("okko", "load-filter-prog", "br0", "1", COUNTERS, "program=count");
        byte[] key = {1, 0, 0, 0};
        byte[] value = {7, 0, 0, 0, 0, 0, 0, 0};
        byte[] entries = new byte[12 * 20_000];
        for (int at = 0; at < entries.length; at += 12) {
            System.arraycopy(key, 0, entries, at, 4);
            System.arraycopy(value, 0, entries, at + 4, 8);
        }
        try (OpenFlowClient client = connect()) {
            client.change(List.of(new UpdateMap(new MapPart(1, 0, 4, 8, Part.whole(entries)))));
            MapPart part = client.ask(new DumpMaps(1, List.of(0)), MapDump.class).parts().getFirst();
            assertThat(part.entries(part.entries().bytes())).anySatisfy(
                    entry -> assertThat(entry.value()).isEqualTo(value));
        }
    }

    private OpenFlowClient connect() throws IOException {
        return OpenFlowClient.connect(Wire.connect(new SwitchAddress.Unix(Path.of(socket())), Optional.empty()),
                new Terms(EnumSet.of(OpenFlowVersion.V1_3), Dialect.OKKO));
    }
}
