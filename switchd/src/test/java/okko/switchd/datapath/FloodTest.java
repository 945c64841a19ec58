package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Udp;
import okko.switchd.action.ActionExecutor;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TestRules;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What packets that are made to crowd the caches do to everybody else: B12, B14 and B15 of the bad packets. */
@Timeout(120)
class FloodTest {

    private static final PortNames PORTS = new PortNames(Map.of("in", 1, "victim", 2, "rest", 3));
    private static final int BUFFERS = 64;
    private static final int FLOW_LIMIT = 20_000;
    private static final int VICTIM = 0x0a000001;

    /** As the catalogue has it: the attacker's packets differ from each rule in each bit. */
    private static final String[] ACL = {
        "priority=4,udp,tp_dst=80,actions=output:rest",
        "priority=3,udp,nw_src=10.0.0.1,actions=output:victim",
        "priority=2,udp,tp_src=12345,actions=output:rest",
        "priority=1,actions=output:rest",
    };

    /** Copying a field into a register makes packets of each value a flow of their own. */
    private static final String[] FLOW_PER_ADDRESS = {
        "priority=2,udp,nw_src=10.0.0.1,actions=output:victim",
        "priority=1,udp,actions=move:NXM_OF_IP_DST[]->NXM_NX_REG0[],output:rest",
    };

    private final DropCounters drops = new DropCounters();
    private final DatapathStats stats = new DatapathStats();
    private final Batch batch = new Batch();
    private final int[] sent = new int[PORTS.numbers().size() + 1];
    private TestNetwork network;
    private Pipeline pipeline;

    @BeforeEach
    void createNetwork() throws IOException {
        network = new TestNetwork(BUFFERS);
    }

    private void createPipeline(Duration idleTimeout, String... lines) throws FlowSyntaxException {
        ActionExecutor actions = new ActionExecutor(network.pool(), drops);
        PORTS.numbers().values().forEach(port -> actions.add(port, packets -> take(port, packets)));
        CacheConfig cache = new CacheConfig(CacheMode.ALL, FLOW_LIMIT, idleTimeout);
        pipeline = new Pipeline(new DatapathConfig(0, cache, 5), actions, stats);
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            var flow = FlowText.parse(line, PORTS);
            rules.add(TestRules.rule(0, flow.priority(), flow.match(), null, flow.actions()));
        }
        pipeline.replaceTables(TestRules.tables(rules));
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        int free = network.pool().freeCount();
        network.close();
        assertThat(free).isEqualTo(BUFFERS);
    }

    /** B12: tuple space explosion; thousands of masks where bits that differ make masks. */
    @Test
    void shouldKeepFewMasksAndForgetThemWhenPacketsDifferFromAnAclInEachBit() throws Exception {
        createPipeline(Duration.ofSeconds(1), ACL);
        for (int source = 0; source <= 32; source++) {
            for (int sourcePort = 0; sourcePort <= 16; sourcePort++) {
                for (int port = 0; port <= 16; port++) {
                    send(VICTIM ^ bit(32, source), 0, 12345 ^ bit(16, sourcePort), 80 ^ bit(16, port));
                }
            }
        }
        flush();
        assertThat(stats.count(Count.MASKS)).isLessThanOrEqualTo(1 + 2 + 2 * 4 * 2);
        assertThat(stats.count(Count.MASKS_EVICTED)).isZero();
        assertThat(stats.count(Count.MASKS_SEARCHED))
                .isLessThan(stats.count(Count.SEARCHES) * (1 + 2 + 2 * 4 * 2));
        assertThat(sent[2]).isEqualTo(17 * 16); // of the victim's address, and not to port 80
        assertThat(sent[2] + sent[3]).isEqualTo(33 * 17 * 17);
        assertThat(drops.total()).isZero();

        while (stats.count(Count.MASKS) > 1) { // but for the flow of the one who asks
            send(VICTIM, 0, 1, 1);
            flush();
        }
        assertThat(stats.count(Count.FLOWS)).isEqualTo(1);
    }

    /** B14: a million packets, each of another flow; every 31 of them one of a flow that was there before. */
    @Test
    void shouldServeOthersWhenEachPacketIsOfANewFlow() throws Exception {
        createPipeline(Duration.ofHours(1), FLOW_PER_ADDRESS);
        send(VICTIM, 0, 1, 1);
        flush();
        int flood = 1_000_000;
        int ofVictim = 1;
        for (int i = 0; i < flood; i++) {
            send(0x0b000000, i, 1, 1);
            if (i % 31 == 0) {
                send(VICTIM, 0, 1, 1);
                ofVictim++;
            }
        }
        flush();
        assertThat(sent[2]).isEqualTo(ofVictim);
        assertThat(sent[3]).isEqualTo(flood);
        assertThat(drops.total()).isZero();
        assertThat(stats.count(Count.FLOWS)).isLessThanOrEqualTo(FLOW_LIMIT);
        assertThat(stats.count(Count.MISSES) - flood).as("translations for the flow that was there")
                .isLessThan(ofVictim / 100);
    }

    /** B15: flows beyond the limit cost others their place. */
    @Test
    void shouldStayWithinLimitWhenThereAreManyTimesTooManyFlows() throws Exception {
        createPipeline(Duration.ofHours(1), FLOW_PER_ADDRESS);
        for (int i = 0; i < FLOW_LIMIT; i++) {
            send(0x0b000000, i, 1, 1);
        }
        flush();
        assertThat(stats.count(Count.FLOWS)).isEqualTo(FLOW_LIMIT);
        assertThat(stats.count(Count.FLOWS_EVICTED)).isZero();
        for (int i = FLOW_LIMIT; i < 5 * FLOW_LIMIT; i++) {
            send(0x0b000000, i, 1, 1);
        }
        flush();
        assertThat(stats.count(Count.FLOWS)).isLessThanOrEqualTo(FLOW_LIMIT);
        assertThat(stats.count(Count.FLOWS_EVICTED)).isPositive();
    }

    /** The given bit, counted from the most significant one; 0 for one bit further than there are. */
    private static int bit(int bits, int index) {
        return index == bits ? 0 : 1 << bits - 1 - index;
    }

    private void send(int source, int destination, int sourcePort, int destinationPort) {
        network.addUdp(batch, 1, 0, destination, destinationPort);
        long ipv4 = batch.address[batch.size - 1] + Ethernet.LENGTH_BYTES;
        Ipv4.source(ipv4, source);
        Udp.sourcePort(ipv4 + Ipv4.MIN_LENGTH_BYTES, sourcePort);
        if (batch.isFull()) {
            flush();
        }
    }

    private void flush() {
        pipeline.process(batch);
    }

    private void take(int port, Batch packets) {
        sent[port] += packets.size;
        for (int i = 0; i < packets.size; i++) {
            network.pool().release(packets.buffer[i]);
        }
        packets.clear();
    }
}
