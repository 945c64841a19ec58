package okko.eval.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okko.ringshm.capture.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BpfCommandTest {

    private static final String PROGRAMS = resource("programs.o");
    private static final String P0F = resource("p0f.o");
    private static final String TRAFFIC = resource("/okko/eval/traffic/tcp-mix.pcap");
    private static final String PORTS = "../docs/examples/ports.o";
    private static final String CARELESS = "../docs/examples/careless.o";
    private static final String STAGES = "../docs/examples/stages.o";

    /** To port 7000, which ports.o closes. */
    private static final String SYN = "020000000001 020000000002 0800 45000028 00004000 40060000 0a010001 0a020001"
            + "0400 1b58 00000000 00000000 5002ffff 00000000";
    private static final String ARP = "ffffffffffff 020000000001 0806";

    @Test
    void shouldKeepTheMapsWhenPacketsFollowEachOther() {
        for (String engine : List.of("jit", "interpreter")) {
            Outcome outcome = run("run", PROGRAMS, "--packet", "00", "--repeat", "3", "--engine", engine);

            assertThat(outcome.status).isZero();
            assertThat(outcome.out).containsExactly("0x1", "0x2", "0x3");
            assertThat(outcome.err).isEmpty();
        }
    }

    @Test
    void shouldRunTheNamedProgramAndShowWhatItPrints() {
        Outcome outcome = run("run", PROGRAMS, "--program", "measure", "--packet", "00:11 22\n33");

        assertThat(outcome.out).containsExactly("0x4");
        assertThat(outcome.err).containsExactly("4 bytes");
    }

    @Test
    void shouldGiveOneEqualResultPerPacketWhenEitherEngineRunsACapture() throws Exception {
        Outcome compiled = run("run", P0F, "--pcap", TRAFFIC);
        Outcome interpreted = run("run", P0F, "--pcap", TRAFFIC, "--engine", "interpreter");

        assertThat(compiled.out).hasSize(Capture.read(Path.of(TRAFFIC)).size()).contains("0x0", "0x1");
        assertThat(interpreted.out).isEqualTo(compiled.out);
    }

    @Test
    void shouldWriteJsonWhenAskedTo() throws Exception {
        JsonNode report = json("run", PROGRAMS, "--packet", "00", "--repeat", "2", "--json");

        assertThat(report.at("/program").asText()).isEqualTo("count");
        assertThat(report.at("/engine").asText()).isEqualTo("jit");
        assertThat(report.at("/results").toString()).isEqualTo("[\"0x1\",\"0x2\"]");
    }

    @Test
    void shouldNameVerdictsAndShowTypedMapsWhenTheProgramIsForXdp() throws Exception {
        for (String engine : List.of("jit", "interpreter")) {
            Outcome outcome = run("run", PORTS, "--packet", SYN, "--repeat", "2", "--maps", "--engine", engine);

            assertThat(outcome.err).isEmpty();
            assertThat(outcome.out).startsWith("0x1 XDP_DROP", "0x1 XDP_DROP").contains(
                    "map ports: hash, 1 entry", "  key 7000  value {\"packets\":2,\"bytes\":108}");
        }
        JsonNode report = json("run", PORTS, "--packet", SYN, "--checked", "--json");
        assertThat(report.at("/abi").asText()).isEqualTo("xdp");
        assertThat(report.at("/verdicts/0").asText()).isEqualTo("XDP_DROP");
        assertThat(report.findValue("packets").asInt()).isEqualTo(1);
        assertThat(report.findValue("frames").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFollowTailCallsWhenTheObjectFillsTheProgramArray() {
        for (String engine : List.of("jit", "interpreter")) {
            assertThat(run("run", STAGES, "--program", "ethernet", "--packet", ARP, "--engine", engine).out)
                    .containsExactly("0x3 XDP_TX");
            assertThat(run("run", STAGES, "--program", "ethernet", "--packet", SYN, "--engine", engine).out)
                    .containsExactly("0x2 XDP_PASS");
        }
    }

    @Test
    void shouldKeepMapsInFilesThatAnotherCommandReads(@TempDir Path directory) throws Exception {
        run("run", PROGRAMS, "--packet", "00", "--repeat", "3", "--maps-in", directory.toString());
        Outcome next = run("run", PROGRAMS, "--packet", "00", "--maps-in", directory.toString());

        assertThat(next.out).containsExactly("0x4");
        assertThat(run("map", "dump", directory.resolve("packets").toString()).out).containsExactly(
                "map packets: array, 1 entry", "  key 00000000  value 0400000000000000");
    }

    @Test
    void shouldAcceptWhenTheVerifierDoes() throws Exception {
        Outcome outcome = run("verify", PROGRAMS);

        assertThat(outcome.status).isZero();
        assertThat(outcome.out.getFirst()).isEqualTo(PROGRAMS + ": program count is accepted");
        assertThat(outcome.out.subList(1, outcome.out.size())).containsExactly(
                "  run:    at most 12 instructions",
                "  packet: reads none; writes none",
                "  maps:   reads packets; writes packets");
        JsonNode json = json("verify", PROGRAMS, "--json");
        assertThat(json.at("/verdict").asText()).isEqualTo("accepted");
        assertThat(json.at("/mapsWritten/0").asText()).isEqualTo("packets");
        assertThat(json.has("log")).isFalse();
    }

    @Test
    void shouldSayEachReasonWhenTheVerifierRejects() throws Exception {
        Outcome outcome = run("verify", PROGRAMS, "--program", "careless");
        Outcome json = run("verify", PROGRAMS, "--program", "careless", "--json");

        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err.getFirst()).endsWith("program careless is refused by the verifier for 1 reason");
        assertThat(outcome.err.get(1)).contains("programs.c:31");
        assertThat(outcome.err.subList(2, outcome.err.size())).containsExactly(
                "  line:  return packet[40];",
                "  needs: packet bytes [40, 41) readable",
                "  known: packet's length was not checked",
                "  hint:  return before this access if the packet has fewer than 41 bytes");
        assertThat(json.status).isEqualTo(1);
        assertThat(json.err).hasSize(1);
        assertThat(new ObjectMapper().readTree(String.join("\n", json.out)).at("/findings/0/needs").asText())
                .startsWith("packet bytes [40, 41) readable");
    }

    @Test
    void shouldPrintWhatIsKnownAtEachInstructionBesideTheSource() throws Exception {
        Outcome outcome = run("verify", CARELESS, "--log");
        JsonNode json = json("verify", CARELESS, "--log", "--json");

        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.out).startsWith(
                "entry:",
                "# ./careless.c:7: uint64_t entry(const uint8_t *frame, uint64_t length)",
                "    0: r0 = 0",
                "         r1 = packet; r2 = length, 0..65535",
                "# ./careless.c:9: if (length < 34) /* Ethernet 14, IPv4 20 */",
                "    1: if r2 < 34 goto pc 11",
                "         r0 = 0; r1 = packet; r2 = length, 0..65535");
        assertThat(outcome.out).containsSubsequence(
                "    7: r1 = *(u16 *)(r1 + 2)",
                ">>> rejected here:",
                "  needs: packet bytes [x + 16, x + 18) readable, x being 0 to 60",
                "    8: r0 = 1");
        assertThat(json.at("/log/1/pc").asInt()).isEqualTo(1);
        assertThat(json.at("/log/1/instruction").asText()).isEqualTo("if r2 < 34 goto pc 11");
        assertThat(json.at("/log/1/place").asText()).isEqualTo("./careless.c:9");
        assertThat(json.at("/log/1/source").asText()).isEqualTo("if (length < 34) /* Ethernet 14, IPv4 20 */");
        assertThat(json.at("/log/1/states/0/registers/r2").asText()).isEqualTo("length, 0..65535");
        assertThat(json.at("/log/2/states/0/packet").asText()).isEqualTo("at least 34 bytes");
        assertThat(json.at("/findings/0/path/0").toString()).isEqualTo(
                "{\"pc\":1,\"place\":\"./careless.c:9\",\"decision\":\"if r2 < 34: not taken\"}");
    }

    @Test
    void shouldHoldAProgramToWhatTheOptionsSay() {
        assertThat(run("verify", PORTS, "--max-instructions", "42").status).isZero();
        assertThat(run("verify", PORTS, "--max-instructions", "41").status).isEqualTo(1);
        assertThat(run("verify", PORTS, "--max-instructions", "0").status).isEqualTo(2);
        assertThat(run("verify", PORTS, "--role", "filter").status).isZero();
        assertThat(run("verify", PORTS, "--role", "switch").status).isEqualTo(2);
    }

    @Test
    void shouldRefuseToRunWhatTheVerifierRejects() {
        Outcome outcome = run("run", PROGRAMS, "--program", "careless", "--packet", "00");

        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err.getFirst()).endsWith("program careless is refused by the verifier for 1 reason");
    }

    @Test
    void shouldListInstructionsBelowTheirSourceLines() throws Exception {
        Outcome outcome = run("disasm", PROGRAMS, "--program", "careless");

        assertThat(outcome.out.getFirst()).startsWith("# ").contains("programs.c:31: return packet[40];");
        assertThat(outcome.out.get(1)).isEqualTo("    0: r0 = *(u8 *)(r1 + 40)");
        assertThat(json("disasm", PROGRAMS, "--program", "careless", "--json").at("/instructions/0/line").asInt())
                .isEqualTo(31);
    }

    @Test
    void shouldDescribeProgramsAndMaps() throws Exception {
        Outcome outcome = run("info", PROGRAMS);

        assertThat(outcome.out).contains("programs: count, measure, careless",
                "map packets: array, key 4 bytes, value 8 bytes, at most 1 entries");
        assertThat(json("info", PROGRAMS, "--json").at("/maps/0/valueBytes").asInt()).isEqualTo(8);
    }

    @Test
    void shouldDescribeSectionsTypesAndGlobalData() throws Exception {
        assertThat(run("info", PORTS).out).contains(
                "programs: count_ports (section xdp, abi xdp)",
                "map ports: hash, key 2 bytes, value 16 bytes, at most 1,024 entries",
                "  value  struct port_count { __u64 packets; __u64 bytes; }",
                "data .bss: 8 bytes, to read and write",
                "data .rodata: 2 bytes, to read");
        assertThat(json("info", STAGES, "--program", "ethernet", "--json").at("/maps/0/programs").toString())
                .isEqualTo("{\"0\":\"ipv4\",\"1\":\"arp\"}");
    }

    @Test
    void shouldFoldTheResultsOfOnePassWhenItBenches() throws Exception {
        int packets = Capture.read(Path.of(TRAFFIC)).size();
        long checksum = 0;
        for (long count = 1; count <= packets; count++) {
            checksum = checksum * 31 + count;
        }

        JsonNode report = json("bench", PROGRAMS, "--pcap", TRAFFIC, "--seconds", "0.1", "--json");

        assertThat(report.at("/checksum").asText()).isEqualTo(Long.toHexString(checksum));
        assertThat(report.at("/nsPerRunMin").asDouble()).isPositive();
        assertThat(report.at("/nsPerRunMedian").asDouble())
                .isGreaterThanOrEqualTo(report.at("/nsPerRunMin").asDouble());
        assertThat(report.at("/runs").asLong()).isPositive().matches(runs -> runs % packets == 0);
        assertThat(report.at("/timeToPeakMs").asDouble()).isPositive();
        assertThat(report.at("/twin").isMissingNode()).isTrue();
    }

    @Test
    void shouldSayWhatIsWrongInOneLineWhenTheInputIsBad(@TempDir Path directory) throws Exception {
        Path cut = directory.resolve("cut.o");
        byte[] whole = Files.readAllBytes(Path.of(P0F));
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        assertRefused("cut.o", run("verify", cut.toString()));
        assertRefused("no such file", run("info", directory.resolve("none.o").toString()));
        assertRefused("no such file", run("run", PROGRAMS, "--pcap", directory.resolve("none.pcap").toString()));
        assertRefused("nothing", run("disasm", PROGRAMS, "--program", "nothing"));
        assertRefused("none", run("map", "dump", directory.resolve("none").toString()));
        assertRefused("p0f.o", run("map", "dump", P0F));
    }

    @Test
    void shouldExitWithTwoWhenTheUsageIsWrong() {
        assertThat(run().status).isEqualTo(2);
        assertThat(run("run").status).isEqualTo(2);
        assertThat(run("run", PROGRAMS).status).isEqualTo(2);
        assertThat(run("run", PROGRAMS, "--packet", "00", "--pcap", TRAFFIC).status).isEqualTo(2);
        assertThat(run("run", PROGRAMS, "--packet", "0g").status).isEqualTo(2);
        assertThat(run("run", PROGRAMS, "--packet", "00", "--repeat", "0").status).isEqualTo(2);
        assertThat(run("run", PROGRAMS, "--packet", "00", "--engine", "gpu").status).isEqualTo(2);
        assertThat(run("bench", PROGRAMS, "--pcap", TRAFFIC, "--seconds", "0").status).isEqualTo(2);
    }

    private static void assertRefused(String word, Outcome outcome) {
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err).hasSize(1);
        assertThat(outcome.err.getFirst()).contains(word);
        assertThat(outcome.out).isEmpty();
    }

    private static JsonNode json(String... arguments) throws Exception {
        return new ObjectMapper().readTree(String.join("\n", run(arguments).out));
    }

    /** Executes a command as the command line's root does: failures are printed by their message. */
    private static Outcome run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = new CommandLine(new BpfCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(failure.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
        return new Outcome(status, lines(out), lines(err));
    }

    private static List<String> lines(StringWriter text) {
        try (Stream<String> lines = text.toString().lines()) {
            return lines.toList();
        }
    }

    private static String resource(String name) {
        return Path.of(BpfCommandTest.class.getResource(name).getPath()).toString();
    }

    private record Outcome(int status, List<String> out, List<String> err) {}
}
