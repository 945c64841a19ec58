package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PacketPool;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatapathAgentTest {

    private static final int BUFFERS = 128;

    private TestNetwork network;
    private EventFd wakeUp;
    private DatapathAgent agent;
    private RecordingSink sink;
    private int packetsWaiting;

    @BeforeEach
    void createAgent() throws IOException {
        network = new TestNetwork(BUFFERS);
        wakeUp = EventFd.create();
        agent = newAgent(CacheMode.ALL);
        sink = network.newSink();
    }

    private DatapathAgent newAgent(CacheMode cache) {
        return new DatapathAgent("datapath", new DatapathConfig(0, CacheConfig.DEFAULT.with(cache), 1), network.pool(), wakeUp);
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        assertThat(network.pool().freeCount()).isEqualTo(BUFFERS);
        network.close();
        wakeUp.close();
    }

    @Test
    void shouldForwardWhenPortsAndRulesAreSet() {
        agent.addPort(port(1, this::receive, batch -> {}));
        agent.addPort(port(2, _ -> 0, sink));
        agent.replaceTables(TestRules.tables(List.of(rule(Match.ANY.with(Field.IN_PORT, 1), null, 2))));
        packetsWaiting = 40;
        assertThat(agent.doWork()).isEqualTo(32);
        assertThat(agent.doWork()).isEqualTo(8);
        assertThat(agent.doWork()).isZero();
        assertThat(sink.identifications()).hasSize(40);
        assertThat(agent.stats().count(Count.PACKETS)).isEqualTo(40);
        assertThat(agent.stats().count(Count.BATCHES)).isEqualTo(2);
        assertThat(agent.stats().count(Count.EXACT_HITS)).isEqualTo(39);
        assertThat(agent.drops().total()).isZero();
    }

    @Test
    void shouldTakeNoMorePacketsAtATimeThanConfigured() {
        agent = new DatapathAgent("datapath", new DatapathConfig(0, CacheConfig.DEFAULT, 1, 3), network.pool(), wakeUp);
        agent.addPort(port(1, this::receive, batch -> {}));
        agent.addPort(port(2, _ -> 0, sink));
        agent.replaceTables(TestRules.tables(List.of(rule(Match.ANY.with(Field.IN_PORT, 1), null, 2))));
        packetsWaiting = 4;

        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(sink.identifications()).hasSize(4);
    }

    @Test
    void shouldRunCommandOnlyWithNextDutyCycle() {
        List<String> done = new ArrayList<>();
        assertThat(agent.submit(() -> done.add("command"))).isTrue();
        assertThat(done).isEmpty();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(done).containsExactly("command");
    }

    @Test
    @Timeout(60)
    void shouldBeWokenByEachCommandWhenItSleeps() throws InterruptedException {
        int[] done = {0};
        PolicyIdleStrategy idle = new PolicyIdleStrategy(IdlePolicy.SLEEP, wakeUps -> agent.prepareToSleep(wakeUps));
        Thread control = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 1_000; i++) {
                while (!agent.submit(() -> done[0]++)) {
                    Thread.onSpinWait();
                }
            }
        });
        while (done[0] < 1_000) {
            idle.idle(agent.doWork());
        }
        control.join();
        assertThat(done[0]).isEqualTo(1_000); // in time: each command that wakes nobody costs a sleep of full length
    }

    @Test
    void shouldNotSleepWhileAPortMustBeLookedAt() {
        PolicyIdleStrategy idle = new PolicyIdleStrategy(IdlePolicy.SLEEP, wakeUps -> agent.prepareToSleep(wakeUps));
        agent.addPort(port(1, this::receive, batch -> {}));
        for (int i = 0; i < 100; i++) {
            idle.idle(agent.doWork());
        }
        assertThat(idle.sleeps()).isZero();
    }

    @Test
    void shouldRefuseCommandWhenTooManyWait() {
        while (agent.submit(() -> {})) {
            // Until it is full.
        }
        agent.doWork();
        assertThat(agent.submit(() -> {})).isTrue();
    }

    @Test
    void shouldCountMissesWhenThereIsNoRule() {
        agent.addPort(port(1, this::receive, batch -> {}));
        packetsWaiting = 3;
        agent.doWork();
        assertThat(agent.drops().packets(DropReason.TABLE_MISS)).isEqualTo(3);
    }

    @Test
    void shouldNeitherPollNorSendWhenPortIsRemoved() {
        agent.addPort(port(1, this::receive, batch -> {}));
        agent.addPort(port(2, this::receive, sink));
        agent.replaceTables(TestRules.tables(List.of(rule(Match.ANY, null, 2))));
        agent.removePort(2);
        packetsWaiting = 64;
        assertThat(agent.doWork()).isEqualTo(32);
        assertThat(agent.drops().packets(DropReason.NO_SUCH_PORT)).isEqualTo(32);
        assertThat(sink.identifications()).isEmpty();
    }

    @Test
    void shouldCountRuntWhenFrameHasNoEthernetHeader() {
        agent.addPort(port(1, batch -> {
            int received = receive(batch);
            batch.lengthBytes[0] = 13;
            return received;
        }, batch -> {}));
        agent.replaceTables(TestRules.tables(List.of(rule(Match.ANY, null))));
        packetsWaiting = 2;
        agent.doWork();
        assertThat(agent.drops().packets(DropReason.RUNT)).isEqualTo(1);
        assertThat(agent.drops().packets(DropReason.FLOW_DROP)).isEqualTo(1);
    }

    @Test
    void shouldCountWhatEachRuleMatched() {
        Rule first = rule(Match.ANY.with(Field.TP_DST, 0), null, 2);
        Rule rest = rule(Match.ANY, null);
        agent.addPort(port(1, this::receive, batch -> {}));
        agent.addPort(port(2, _ -> 0, sink));
        agent.replaceTables(TestRules.tables(List.of(first, rest)));
        packetsWaiting = 8;
        agent.doWork();
        assertThat(first.counters(0).packets()).isEqualTo(2);
        assertThat(first.counters(0).bytes()).isEqualTo(2 * TestNetwork.FRAME_BYTES);
        assertThat(rest.counters(0).packets()).isEqualTo(6);
    }

    @Test
    void shouldLoseNeitherBuffersNorOtherPacketsWhenAFilterFails() {
        Filter failing = (_, _) -> {
            throw new IllegalArgumentException("a defect");
        };
        agent.addPort(port(1, this::receive, batch -> {}));
        agent.addPort(port(2, _ -> 0, sink));
        agent.replaceTables(TestRules.tables(List.of(
                rule(Match.ANY.with(Field.TP_DST, 3), failing, 2), rule(Match.ANY, null, 2))));
        packetsWaiting = 8;
        assertThatThrownBy(agent::doWork).isInstanceOf(IllegalArgumentException.class).hasMessage("a defect");
        assertThat(sink.identifications()).containsExactly(8, 6, 5, 4, 2, 1);
        assertThat(agent.drops().packets(DropReason.FAULT)).isEqualTo(2);
        assertThat(agent.doWork()).isZero();
        assertThat(sink.identifications()).hasSize(6);
    }

    @Test
    void shouldServeOtherPortsWhenOneFails() {
        agent.addPort(port(1, batch -> {
            network.addUdp(batch, 1, 77, 0, 0);
            throw new IllegalStateException("a defect");
        }, batch -> {}));
        agent.addPort(port(2, this::receive, _ -> {
            throw new IllegalStateException("another");
        }));
        agent.addPort(port(3, _ -> 0, sink));
        agent.replaceTables(TestRules.tables(List.of(
                rule(Match.ANY.with(Field.TP_DST, 2), null, 3), rule(Match.ANY, null, 9, 3))));
        packetsWaiting = 4;
        assertThatThrownBy(agent::doWork).hasMessage("a defect");
        assertThat(sink.identifications()).containsExactly(77, 4, 3, 2, 1);
    }

    @Test
    void shouldGoOnWhenTheFinishedPortFails() {
        boolean[] done = {false};
        agent.addPort(port(1, _ -> {
            throw new IllegalStateException("a defect");
        }, batch -> {}));
        agent.addPort(port(2, this::receive, sink));
        packetsWaiting = 1;
        agent.finish(new Finish(1, 0, () -> true, () -> done[0] = true));
        assertThatThrownBy(agent::doWork).hasMessage("a defect");
        assertThat(done[0]).isTrue();
        assertThatThrownBy(agent::doWork).hasMessage("a defect");
        assertThat(agent.drops().packets(DropReason.TABLE_MISS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE") // translation makes steps
    void shouldNotAllocateWhenPacketsFlow(CacheMode cache) {
        DatapathAgent quiet = quietAgent(cache);
        forward(quiet, 200_000); // until all is compiled
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        forward(quiet, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes for a million packets").isLessThan(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeitherWaitNorMeetALockWhenPacketsFlow(CacheMode cache) {
        DatapathAgent quiet = quietAgent(cache);
        forward(quiet, 1_000); // until all classes are loaded
        ThreadInfo before = thisThread();
        forward(quiet, 1_000_000);
        ThreadInfo after = thisThread();
        assertThat(after.getBlockedCount()).as("locks that another thread had").isEqualTo(before.getBlockedCount());
        assertThat(after.getWaitedCount()).as("times that it waited").isEqualTo(before.getWaitedCount());
    }

    private static ThreadInfo thisThread() {
        return ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().threadId());
    }

    /** An agent with the ports and rules that make none of its stages idle; its ports allocate nothing. */
    private DatapathAgent quietAgent(CacheMode cache) {
        DatapathAgent quiet = newAgent(cache);
        PacketPool pool = network.pool();
        Filter everyThird = new Filter() {
            private int asked;

            @Override
            public boolean matches(long frame, int lengthBytes) {
                return ++asked % 3 == 0;
            }
        };
        quiet.addPort(port(1, this::receive, batch -> {}));
        quiet.addPort(port(2, _ -> 0, batch -> {
            for (int i = 0; i < batch.size; i++) {
                pool.release(batch.buffer[i]);
            }
            batch.clear();
        }));
        List<Rule> rules = new ArrayList<>(IntStream.range(0, 4)
                .mapToObj(port -> rule(Match.ANY.with(Field.TP_DST, port), port % 2 == 0 ? everyThird : null, 2, 2))
                .toList());
        rules.add(rule(Match.ANY, null, 2, 1, 9));
        quiet.replaceTables(TestRules.tables(rules));
        return quiet;
    }

    private void forward(DatapathAgent quiet, int packets) {
        packetsWaiting = packets;
        while (quiet.doWork() > 0) {
            // Until all are through.
        }
    }

    /** Packets to four destination ports in turn. */
    private int receive(Batch batch) {
        while (packetsWaiting > 0 && !batch.isFull()) {
            network.addUdp(batch, 1, packetsWaiting & 0xffff, 0, packetsWaiting % 4);
            packetsWaiting--;
        }
        return batch.size;
    }

    private static DatapathPort port(int number, Source source, Sink sink) {
        return new DatapathPort(number, "p" + number, source, sink);
    }

    private static Rule rule(Match match, Filter filter, int... outputPorts) {
        return TestRules.rule(match.equals(Match.ANY) ? 0 : 1, match, filter, outputPorts);
    }
}
