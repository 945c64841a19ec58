package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PoolCensus;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two datapath threads, run in turn on this one: port 1 is the first one's, port 2 the other one's. */
class DatapathsTest {

    private static final int BUFFERS = 2048;

    private final List<EventFd> wakeUps = new ArrayList<>();
    private List<TestNetwork> networks;
    private DatapathAgent first;
    private DatapathAgent second;
    private Datapaths datapaths;
    private RecordingSink sink;
    private int waiting;

    @BeforeEach
    void join() throws IOException {
        networks = TestNetwork.ofThreads(BUFFERS, 2);
        List<DatapathAgent> agents = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            wakeUps.add(EventFd.create());
            agents.add(new DatapathAgent("d" + i, new DatapathConfig(i, CacheConfig.DEFAULT, 1),
                    networks.get(i).pool(), wakeUps.get(i)));
        }
        first = agents.getFirst();
        second = agents.getLast();
        datapaths = new Datapaths(agents);
        sink = networks.getLast().newSink();
        datapaths.addPort(port(1, 0, this::receive, _ -> { }));
        datapaths.addPort(port(2, 1, _ -> 0, sink));
        datapaths.replaceTables(TestRules.tables(List.of(
                TestRules.rule(1, Match.ANY.with(Field.IN_PORT, 1), null, 2))));
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        assertThat(networks.getFirst().pool().check()).isEqualTo(new PoolCensus(BUFFERS, 0, 0, List.of()));
        networks.getFirst().close();
        wakeUps.forEach(EventFd::close);
    }

    private static ThreadedPort port(int number, int thread, Source source, Sink sink) {
        return new ThreadedPort(number, "p" + number, List.of(new ThreadedPort.Queue(thread, source)), sink, _ -> null);
    }

    private int receive(Batch batch) {
        for (; waiting > 0 && !batch.isFull(); waiting--) {
            networks.getFirst().addUdp(batch, 1, waiting & 0xffff, 0, 0);
        }
        return batch.size;
    }

    @Test
    void shouldHandPacketsOverToTheThreadOfTheirPort() {
        waiting = 3;
        assertThat(first.doWork()).isEqualTo(3);
        assertThat(sink.identifications()).isEmpty();
        assertThat(datapaths.handedOver()).isEqualTo(3);
        assertThat(second.doWork()).isEqualTo(3);
        assertThat(sink.identifications()).containsExactly(3, 2, 1);
        assertThat(datapaths.handedOver()).isZero();
    }

    @Test
    void shouldDropAndCountWhatTheOtherThreadHasNoRoomFor() {
        waiting = HandOver.CAPACITY + 40;
        while (waiting > 0) {
            first.doWork();
        }
        assertThat(datapaths.drops(DropReason.HAND_OVER_FULL)).isEqualTo(40);
        while (second.doWork() > 0) {
            // takes them a batch at a time
        }
        assertThat(sink.identifications()).hasSize(HandOver.CAPACITY);
    }

    @Test
    void shouldDropWhatWaitsForAPortThatIsRemoved() {
        waiting = 5;
        first.doWork();
        datapaths.removePort(2);
        assertThat(datapaths.drops(DropReason.NO_SUCH_PORT)).isEqualTo(5);
        waiting = 2;
        first.doWork();
        second.doWork();
        assertThat(datapaths.drops(DropReason.NO_SUCH_PORT)).isEqualTo(7);
        assertThat(sink.identifications()).isEmpty();
    }

    @Test
    void shouldReceiveNothingElseOnAnyThreadWhileOneFinishesAPort() {
        List<String> done = new ArrayList<>();
        waiting = 4;
        first.doWork();
        datapaths.finish(2, 1, () -> datapaths.handedOver() == 0, () -> done.add("afterwards"));
        waiting = 1;
        first.doWork();
        assertThat(waiting).isEqualTo(1);
        second.doWork();
        assertThat(sink.identifications()).hasSize(4);
        assertThat(done).containsExactly("afterwards");
        first.doWork();
        first.doWork();
        second.doWork();
        assertThat(sink.identifications()).hasSize(5);
    }

    @Test
    @Timeout(60)
    void shouldWakeTheOtherThreadWheneverItSleeps() throws InterruptedException {
        int packets = 500;
        PolicyIdleStrategy idle = new PolicyIdleStrategy(IdlePolicy.SLEEP, second::prepareToSleep);
        datapaths.removePort(2);
        datapaths.addPort(port(2, 1, new Source() {

            @Override
            public int receive(Batch batch) {
                return 0;
            }

            @Override
            public void prepareToSleep(WakeUps wakeUps) {
                // never has packets
            }
        }, sink));
        Thread sender = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < packets; i++) {
                waiting = 1;
                first.doWork();
                while (datapaths.handedOver() > 0) {
                    Thread.yield(); // the other one sleeps again then, or is about to
                }
            }
        });
        while (sink.identifications().size() < packets) {
            idle.idle(second.doWork());
        }
        sender.join();
        assertThat(idle.sleeps()).isPositive(); // in time: each packet that wakes nobody costs a sleep of full length
    }
}
