package okko.switchd.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import okko.switchd.action.SharedState;
import okko.switchd.datapath.RuleWorld;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.PacketRoom;
import okko.switchd.packet.TestNetwork;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.LoadResult;
import okko.switchd.program.ProgramMaps;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStore;
import okko.switchd.program.ProgramUse;
import okko.switchd.stock.RandomRules;
import okko.switchd.stock.RandomTraffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a packet beside what then happens to it; programs are those of the examples. */
class TracerTest {

    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();
    private static final int PORTS = 4;
    private static final int COUNT_PORTS = 2; // 1 steers, and 3 goes through stages

    private TestNetwork network;
    private ProgramStore programs;
    private RuleWorld world;
    private Tracer tracer;

    @BeforeEach
    void load() throws IOException {
        network = new TestNetwork(512);
        programs = new ProgramStore(System::nanoTime, _ -> { }, 1, new PacketRoom(network.pool()));
        for (String name : List.of("steer", "ports", "stages")) {
            Optional<String> function = name.equals("stages") ? Optional.of("ethernet") : Optional.empty();
            ProgramOptions options = new ProgramOptions(function, FilterEngine.INTERPRETER, Optional.empty(),
                    Optional.of(ProgramUse.ACTION));
            int id = 1 + programs.list().size();
            assertThat(programs.load(id, Files.readAllBytes(EXAMPLES.resolve(name + ".o")), options))
                    .isInstanceOf(LoadResult.Loaded.class);
        }
        world = new RuleWorld(network, PORTS, programs::filter);
        world.tables().changeFacilities(facilities -> facilities.withPrograms(programs.actions()));
        tracer = new Tracer(new Tracer.Parts(programs, world.tables()::flow, new SharedState(), RuleWorld.SEED));
    }

    @AfterEach
    void close() {
        programs.close();
        network.close();
    }

    private Trace trace(int inPort, byte[] frame) {
        List<Tracer.Port> ports = IntStream.rangeClosed(1, PORTS).mapToObj(i -> new Tracer.Port(i, true)).toList();
        return tracer.trace(world.tables().snapshot(), ports, new Tracer.Arrival(frame, inPort, 0));
    }

    private Trace trace(String flow) throws Exception {
        List<Tracer.Port> ports = IntStream.rangeClosed(1, PORTS).mapToObj(i -> new Tracer.Port(i, true)).toList();
        return tracer.trace(world.tables().snapshot(), ports, Tracer.Arrival.of(
                FlowText.parseSelection(flow, new PortNames(Map.of("p1", 1)), FlowText.Strictness.LOOSE).match().key()));
    }

    @Test
    void shouldTellWhatProgramsSayAndLeaveTheirMapsAloneWhenTheyCount() throws Exception {
        world.rules(List.of(), List.of("tcp,actions=prog:2,goto_table:1", "table=1,priority=5,tcp,tp_dst=80,actions="
                + "dec_ttl,output:2", "table=1,priority=1,actions=output:3"));
        List<String> before = entries();
        Trace open = trace("in_port=1,tcp,nw_ttl=64,tp_dst=80");
        assertThat(open.found()).containsExactly("table 0", "  tcp actions=prog:2,goto_table:1",
                "  prog:2: passes it on", "table 1", "  priority=5,tcp,tp_dst=80 actions=dec_ttl,output:2");
        assertThat(open.outputs()).singleElement().satisfies(output -> {
            assertThat(output.port()).isEqualTo("2");
            assertThat(output.changes()).isEqualTo("nw_ttl=63");
        });
        Trace closed = trace("in_port=1,tcp,tp_dst=7000");
        assertThat(closed.found()).endsWith("  prog:2: drops it");
        assertThat(closed.outputs()).isEmpty();
        assertThat(closed.drops()).hasToString("{program_drop=1}");
        assertThat(entries()).as("entries of the maps").isEqualTo(before);
        assertThat(programs.list()).allSatisfy(program -> assertThat(program.runs()).isZero());
    }

    @Test
    void shouldFollowTailCallsWhenAProgramHandsOver() throws Exception {
        world.rules(List.of(), List.of("actions=prog:3,output:2"));
        assertThat(trace("in_port=1,ip,nw_ttl=64").found()).endsWith("  prog:3: passes it on");
        assertThat(trace("in_port=1,ip,nw_ttl=1").found()).endsWith("  prog:3: drops it");
        assertThat(trace("in_port=1,arp").found()).endsWith("  prog:3: sends it back");
        assertThat(trace("in_port=1,arp").outputs()).singleElement()
                .satisfies(output -> assertThat(output.port()).isEqualTo("1"));
    }

    @Test
    void shouldTellWhichBucketsAPacketGetsIntoAndInWhichOrderItLeaves() throws Exception {
        world.rules(List.of("group_id=7,type=all,bucket=set_field:02:00:00:00:00:09->eth_dst,output:2,bucket=output:3"),
                List.of("actions=group:7,output:4"));
        Trace trace = trace("in_port=1,dl_dst=02:00:00:00:00:01");
        assertThat(trace.found()).containsExactly("table 0", "  any packet actions=group:7,output:4",
                "group 7, bucket 0", "group 7, bucket 1");
        assertThat(trace.outputs()).extracting(Trace.Output::port, Trace.Output::changes).containsExactly(
                org.assertj.core.groups.Tuple.tuple("2", "dl_dst=02:00:00:00:00:09"),
                org.assertj.core.groups.Tuple.tuple("3", ""), org.assertj.core.groups.Tuple.tuple("4", ""));
    }

    /** For any rules, programs and packets, what is told is what then happens. */
    @Test
    void shouldTellWhatThenHappensWhateverTheRules() throws Exception {
        long seed = 20_261_123;
        System.out.println("seed " + seed);
        int sent = 0;
        for (int i = 0; i < 150; i++) {
            Random random = new Random(seed + i);
            RandomRules rules = new RandomRules(random);
            List<String> flows = new ArrayList<>();
            for (String flow : rules.flows()) {
                boolean runs = random.nextInt(3) == 0;
                flows.add(runs ? flow.replace(",actions=", ",actions=prog:" + (1 + random.nextInt(3)) + ",")
                        .replaceFirst(",drop$", "") : flow);
            }
            world.rules(rules.groups(), flows);
            for (int number = 0; number < 10; number++) {
                byte[] frame = new RandomTraffic(random).frame(number);
                int inPort = 1 + random.nextInt(3);
                List<String> before = entries();
                Trace trace = trace(inPort, frame);
                assertThat(entries()).as("entries").isEqualTo(before);
                List<String> told = trace.outputs().stream()
                        .map(output -> output.port() + " " + output.frame()).sorted().toList();
                List<String> happened = world.receive(inPort, List.of(frame)).stream()
                        .map(out -> out.port() + " " + HexFormat.of().formatHex(out.frame())).sorted().toList();
                assertThat(told).as("seed %d%n%s%n%s", seed + i, String.join("\n", flows), trace).isEqualTo(happened);
                sent += happened.size();
            }
        }
        assertThat(sent).isPositive();
    }

    private List<String> entries() {
        ProgramMaps maps = programs.maps(COUNT_PORTS);
        return IntStream.range(0, maps.list().size()).boxed().flatMap(index -> maps.entries(index).stream())
                .map(entry -> HexFormat.of().formatHex(entry.key()) + " " + HexFormat.of().formatHex(entry.value()))
                .sorted().toList();
    }
}
