package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.packet.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pipelines of several tables do, and what it costs: look-ups, cached flows, runs of programs. */
class TranslationTest {

    private PipelineBench bench;

    @BeforeEach
    void setUp() throws Exception {
        bench = new PipelineBench(CacheMode.ALL);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    private void send(int count) {
        for (int id = 0; id < count; id++) {
            bench.send(PipelineBench.packet(id));
        }
    }

    @Test
    void shouldLookUpOnceWhenNoLaterMatchLooksAtWhatAProgramWrites() throws Exception {
        bench.programs.put(1, new LawPrograms().program(1)); // writes the Ethernet destination
        bench.flows("table=0,actions=prog:1,goto_table:1", "table=1,ip,nw_dst=0.0.0.0,actions=output:2");
        send(100);
        assertThat(bench.sent).hasSize(100);
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isZero();
        assertThat(bench.stats.count(Count.MISSES)).isEqualTo(1);
    }

    @Test
    void shouldLookUpAgainWhenALaterMatchLooksAtWhatAProgramWrites() throws Exception {
        bench.programs.put(1, new LawPrograms().program(1));
        bench.flows("table=0,actions=prog:1,goto_table:1", "table=1,dl_dst=00:00:00:00:00:01,actions=output:2");
        send(100);
        assertThat(bench.sent).hasSize(100).allMatch(line -> line.contains(":1,0,"));
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isEqualTo(100);
        assertThat(bench.stats.count(Count.MISSES)).as("both look-ups are cached").isEqualTo(2);
    }

    @Test
    void shouldTellBytesApartWhenAProgramWritesOneFieldAndTheMatchLooksAtAnother() throws Exception {
        bench.programs.put(3, new LawPrograms().program(3)); // writes bytes 30 to 33: the IPv4 destination
        bench.flows("table=0,actions=prog:3,goto_table:1", "table=1,ip,nw_src=0.0.0.0,nw_ttl=64,actions=goto_table:2",
                "table=2,udp,udp_dst=0,actions=output:2");
        send(10);
        assertThat(bench.sent).hasSize(10);
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isZero();
    }

    @Test
    void shouldRunAPureProgramOncePerCachedFlow() throws Exception {
        PureFilter odd = new PureFilter(frame -> (NetworkOrder.u8(frame + 33) & 1) == 1, 30, 34);
        bench.filters.put(1, odd);
        bench.flows("priority=2,filter_prog=1,actions=output:2", "priority=1,actions=output:3");
        for (int id = 0; id < 100; id++) {
            bench.send(PipelineBench.packet(id, Field.NW_DST, id % 4));
        }
        assertThat(odd.runs).isEqualTo(4);
        assertThat(bench.stats.count(Count.FLOWS)).isEqualTo(4);
        assertThat(bench.sent).filteredOn(line -> line.startsWith("2<-")).hasSize(50);
    }

    @Test
    void shouldWriteFieldOfEachPacketWhenFirstOneHadOtherProtocol() throws Exception {
        // CVE-2023-1668: a flow that was made for a packet of IP protocol 0 did not look at the protocol.
        bench.flows("ip,actions=set_field:7->udp_dst,output:2");
        LawPacket other = PipelineBench.packet(0);
        other.protocol = 0;
        bench.send(other);
        bench.send(PipelineBench.packet(1));
        assertThat(bench.sent).containsExactly("2<-0:0,0,[],[],0,64,0,0,0,0", "2<-1:0,0,[],[],0,64,0,0,0,7");
        assertThat(bench.stats.count(Count.FLOWS)).isEqualTo(2);
    }

    @Test
    void shouldKeepOneFlowWhenTimeToLiveIsOnlyDecremented() throws Exception {
        bench.flows("ip,actions=dec_ttl,output:2");
        for (int ttl = 10; ttl < 20; ttl++) {
            bench.send(PipelineBench.packet(ttl, Field.NW_TTL, ttl));
        }
        bench.send(PipelineBench.packet(1, Field.NW_TTL, 1));
        assertThat(bench.stats.count(Count.FLOWS)).isEqualTo(1);
        assertThat(bench.sent).hasSize(10).first().isEqualTo("2<-10:0,0,[],[],0,9,0,0,0,0");
        assertThat(bench.drops.packets(DropReason.TTL_EXPIRED)).isEqualTo(1);
    }

    @Test
    void shouldEndInANamedDropWhenResubmitsGoRoundInCircles() throws Exception {
        bench.flows("actions=resubmit(,0)");
        send(3);
        assertThat(bench.drops.packets(DropReason.TOO_DEEP)).isEqualTo(3);
    }

    @Test
    void shouldEndInANamedDropWhenResubmitsMultiply() throws Exception {
        String[] flows = IntStream.range(0, 30)
                .mapToObj(table -> "table=%d,actions=resubmit(,%d),resubmit(,%d)".formatted(table, table + 1, table + 1))
                .toArray(String[]::new);
        bench.flows(flows);
        send(3);
        assertThat(bench.drops.packets(DropReason.TOO_DEEP)).isEqualTo(3);
    }

    @Test
    void shouldEndInANamedDropWhenAPacketIsWrittenAndMatchedInCircles() throws Exception {
        bench.programs.put(1, new LawPrograms().program(1));
        bench.flows("dl_dst=00:00:00:00:00:00/ff:ff:ff:ff:ff:f0,actions=prog:1,resubmit(,0)");
        send(1);
        assertThat(bench.drops.packets(DropReason.TOO_MANY_PASSES)).isEqualTo(1);
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isEqualTo(16);
    }

    @Test
    void shouldStayWithinBoundsWhenManyProgramsMakeTheTreeLarge() throws Exception {
        List<String> flows = new ArrayList<>();
        int[] runs = {0};
        for (int table = 0; table < 20; table++) {
            bench.filters.put(table + 1, (_, _) -> ++runs[0] % 2 == 0);
            flows.add("table=%d,priority=2,filter_prog=%d,actions=goto_table:%d".formatted(table, table + 1, table + 1));
            flows.add("table=%d,priority=1,actions=goto_table:%d".formatted(table, table + 1));
        }
        flows.add("table=20,actions=output:2");
        bench.flows(flows.toArray(String[]::new)); // 2^20 ways
        send(50);
        assertThat(bench.sent).hasSize(50);
        assertThat(runs[0]).isEqualTo(20 * 50);
    }

    @Test
    void shouldAskThousandsOfProgramsWhenNoneMatches() throws Exception {
        int[] runs = {0};
        bench.filters.put(1, (_, _) -> ++runs[0] < 0);
        List<String> flows = new ArrayList<>();
        for (int priority = 1; priority <= 3000; priority++) {
            flows.add("priority=%d,filter_prog=1,actions=output:2".formatted(priority));
        }
        flows.add("priority=0,actions=output:3");
        bench.flows(flows.toArray(String[]::new));
        send(2);
        assertThat(bench.sent).hasSize(2).allMatch(line -> line.startsWith("3<-"));
        assertThat(runs[0]).isEqualTo(6000);
    }

    @Test
    void shouldShareConnectionsByWeightWhenAGroupSelects() throws Exception {
        bench.groups.put(1, new Group(1, Group.Type.SELECT, List.of(bucket(1, 2), bucket(3, 3))));
        bench.flows("actions=group:1");
        for (int id = 0; id < 400; id++) {
            bench.send(PipelineBench.packet(id, Field.UDP_SRC, id), PipelineBench.packet(id, Field.UDP_SRC, id));
        }
        long ofFirst = bench.sent.stream().filter(line -> line.startsWith("2<-")).count();
        assertThat(ofFirst).isEven().isBetween(120L, 280L);
        assertThat(bench.stats.count(Count.FLOWS)).as("the hash is no part of the flow").isEqualTo(1);
    }

    @Test
    void shouldGoOnBehindTheProcessorWhenItHasChangedThePacket() throws Exception {
        bench.flows("table=0,actions=output:3,through:2,goto_table:1", "table=1,dl_dst=00:00:00:00:00:05,actions=drop",
                "table=1,dl_dst=00:00:00:00:00:09,actions=output:3");
        send(1);
        assertThat(bench.sent).containsExactly("3<-0:0,0,[],[],0,64,0,0,0,0");
        NetworkOrder.put48(bench.away.address[0], 9);
        bench.comeBack(0);
        assertThat(bench.sent).hasSize(2).last().isEqualTo("3<-0:9,0,[],[],0,64,0,0,0,0");
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isEqualTo(1);
    }

    @Test
    void shouldNotLookUpAgainWhenNothingBehindTheProcessorIsMatched() throws Exception {
        bench.flows("actions=through:2,output:3");
        send(1);
        bench.comeBack(0);
        assertThat(bench.sent).hasSize(1);
        assertThat(bench.stats.count(Count.LOOKED_UP_AGAIN)).isZero();
    }

    @Test
    void shouldGoOnByTheTablesOfNowWhenTheyChangedWhileAPacketWasAway() throws Exception {
        bench.flows("table=0,actions=output:3,through:2,goto_table:1", "table=1,actions=drop");
        send(1);
        bench.flows("table=0,actions=drop", "table=1,actions=set_field:7->udp_dst,output:3");
        bench.comeBack(0);
        assertThat(bench.sent).containsExactly("3<-0:0,0,[],[],0,64,0,0,0,0", "3<-0:0,0,[],[],0,64,0,0,0,7");
    }

    private static Bucket bucket(int weight, int port) {
        return new Bucket(weight, Bucket.WATCH_NOTHING, Bucket.WATCH_NOTHING, List.of(new Action.Output(port)));
    }
}
