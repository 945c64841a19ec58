package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.Field;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.PacketProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What went wrong in Oko's datapath, one test each; with all caches, with one, and with none. */
@ParameterizedClass
@EnumSource(CacheMode.class)
class OkoDefectsTest {

    private final CacheMode cache;
    private PipelineBench bench;

    OkoDefectsTest(CacheMode cache) {
        this.cache = cache;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new PipelineBench(cache);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    private static LawPacket seen(long frame, int lengthBytes) {
        return LawPacket.of(frame, lengthBytes);
    }

    /** Packets 16 to 31 of a batch were judged by the bytes of packets 0 to 15. */
    @Test
    void shouldFilterTheRightPacketWhenBatchIsLong() throws Exception {
        bench.filters.put(1, (frame, length) -> seen(frame, length).id >= 16);
        bench.flows("priority=2,filter_prog=1,actions=output:2", "priority=1,actions=output:3");
        bench.send(IntStream.range(0, 32).mapToObj(PipelineBench::packet).toArray(LawPacket[]::new));
        assertThat(ids("2")).containsExactlyElementsOf(IntStream.range(16, 32).boxed().toList());
        assertThat(ids("3")).containsExactlyElementsOf(IntStream.range(0, 16).boxed().toList());
    }

    /** A packet saw the results of another one, as some of the batch were hits and others misses. */
    @Test
    void shouldKeepResultsApartWhenHitsAndMissesAlternateInABatch() throws Exception {
        bench.filters.put(1, (frame, length) -> seen(frame, length).id % 3 == 0);
        bench.flows("priority=2,filter_prog=1,actions=output:2", "priority=1,actions=output:3");
        bench.send(PipelineBench.packet(0, Field.UDP_DST, 0)); // known from now on
        LawPacket[] batch = IntStream.range(0, 32)
                .mapToObj(id -> PipelineBench.packet(id, Field.UDP_DST, id % 2 == 0 ? 0 : id))
                .toArray(LawPacket[]::new);
        bench.sent.clear();
        bench.send(batch);
        assertThat(ids("2")).containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30);
    }

    /** A result that was made for a packet stayed for one of the next batch. */
    @Test
    void shouldForgetResultsWhenPacketIsThrough() throws Exception {
        int[] runs = {0};
        bench.filters.put(1, (_, _) -> ++runs[0] % 2 == 0);
        bench.flows("priority=2,filter_prog=1,actions=output:2", "priority=1,actions=output:3");
        for (int id = 0; id < 4; id++) {
            bench.send(PipelineBench.packet(id));
        }
        assertThat(runs[0]).isEqualTo(4);
        assertThat(ids("3")).containsExactly(0, 2);
        assertThat(ids("2")).containsExactly(1, 3);
    }

    /** Flows whose chain had a program that did not match were thrown out each time that flows were revalidated. */
    @Test
    void shouldKeepCachedFlowWhenTablesChangeElsewhereAndAProgramDidNotMatch() throws Exception {
        bench.filters.put(1, (_, _) -> false);
        String[] flows = {"priority=2,filter_prog=1,actions=output:2", "priority=1,actions=output:3"};
        bench.flows(flows);
        bench.send(PipelineBench.packet(0));
        bench.flows(flows[0], flows[1], "table=7,actions=drop");
        bench.send(PipelineBench.packet(1));
        bench.send(PipelineBench.packet(2));
        assertThat(ids("3")).containsExactly(0, 1, 2);
        assertThat(bench.stats.count(Count.FLOWS)).isEqualTo(cache == CacheMode.NONE ? 0 : 1);
    }

    /** Flows that differed only in the results of programs were taken for one another. */
    @Test
    void shouldHoldAllResultsInOneFlowWhenProgramsAlternate() throws Exception {
        bench.filters.put(1, (frame, length) -> seen(frame, length).id % 2 == 0);
        bench.filters.put(2, (frame, length) -> seen(frame, length).id % 3 == 0);
        bench.flows("priority=3,filter_prog=1,actions=output:2", "priority=2,filter_prog=2,actions=output:3",
                "priority=1,actions=drop");
        for (int id = 0; id < 12; id++) {
            bench.send(PipelineBench.packet(id));
        }
        assertThat(ids("2")).containsExactly(0, 2, 4, 6, 8, 10);
        assertThat(ids("3")).containsExactly(3, 9);
        assertThat(bench.drops.packets(DropReason.FLOW_DROP)).isEqualTo(4);
        assertThat(bench.stats.count(Count.FLOWS)).isEqualTo(cache == CacheMode.NONE ? 0 : 1);
    }

    /** Programs of later tables saw the packet as it had come in. */
    @Test
    void shouldShowProgramsThePacketAsEarlierActionsLeftItWhenTheyAreInALaterTable() throws Exception {
        List<Long> destinations = new ArrayList<>();
        bench.filters.put(1, (frame, length) -> destinations.add(seen(frame, length).value(Field.NW_DST)));
        bench.flows("table=0,ip,actions=set_field:10.0.0.9->nw_dst,goto_table:1",
                "table=1,ip,filter_prog=1,actions=output:2");
        bench.send(PipelineBench.packet(0), PipelineBench.packet(1));
        assertThat(destinations).containsExactly(0x0a000009L, 0x0a000009L);
        assertThat(bench.sent).hasSize(2);
    }

    /** Maps were shared by threads without a lock: here a program's state is as if packets came one by one. */
    @Test
    void shouldSeePacketsOneByOneWhenAProgramKeepsState() throws Exception {
        List<Long> order = new ArrayList<>();
        Filter inOrder = (frame, length) -> order.add(seen(frame, length).id);
        bench.filters.put(1, inOrder);
        bench.flows("filter_prog=1,actions=output:2");
        bench.send(IntStream.range(0, 32)
                .mapToObj(id -> PipelineBench.packet(id, Field.UDP_SRC, id % 5))
                .toArray(LawPacket[]::new));
        assertThat(order).containsExactlyElementsOf(IntStream.range(0, 32).mapToObj(id -> (long) id).toList());
    }

    /** A packet that reached a rule with a program by another way than from a port was taken for a miss. */
    @Test
    void shouldAskProgramWhenPacketReachesItsRuleByAProgramsAction() throws Exception {
        int[] runs = {0};
        bench.filters.put(1, (_, _) -> ++runs[0] > 0);
        LawPrograms programs = new LawPrograms();
        PacketProgram rewriter = programs.program(2);
        bench.programs.put(2, rewriter);
        bench.flows("table=0,actions=prog:2,resubmit(,1)", "table=1,ip,nw_dst=0.0.0.1,filter_prog=1,actions=output:2");
        bench.send(PipelineBench.packet(0), PipelineBench.packet(1));
        assertThat(runs[0]).isEqualTo(2);
        assertThat(ids("2")).containsExactly(0, 1);
    }

    private List<Integer> ids(String port) {
        return bench.sent.stream()
                .filter(line -> line.startsWith(port + "<-"))
                .map(line -> Integer.valueOf(line.substring(3, line.indexOf(':'))))
                .toList();
    }
}
