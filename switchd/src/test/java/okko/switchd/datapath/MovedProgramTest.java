package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.layout.PacketDescriptor;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Placement;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import okko.switchd.port.AnsweringPeer;
import okko.switchd.port.RingPolicy;
import okko.switchd.port.RingPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a packet while the program that it needs runs behind a port. */
class MovedProgramTest {

    private static final int IN = 1;
    private static final int OUT = 2;
    private static final int OTHER = 3;
    private static final int RING = 9;
    private static final int BUFFERS = 64;

    private final Program program = new Program();
    private TestNetwork network;
    private EventFd wakeUp;
    private DatapathAgent agent;
    private RecordingSink out;
    private RecordingSink other;
    private RingPort ring;
    private int waiting;

    /** Says yes whenever it is asked in the switch. */
    private static final class Program implements Filter {

        private final Placement placement = new Placement();
        private final List<String> said = new ArrayList<>();

        @Override
        public boolean matches(long frame, int lengthBytes) {
            said.add("in switch: true");
            return true;
        }

        @Override
        public void answered(boolean matches) {
            said.add("elsewhere: " + matches);
        }

        @Override
        public Placement placement() {
            return placement;
        }
    }

    @BeforeEach
    void openSwitch() throws IOException {
        network = new TestNetwork(BUFFERS);
        wakeUp = EventFd.create();
        agent = new DatapathAgent("d", new DatapathConfig(0, CacheConfig.DEFAULT, 1), network.pool(), wakeUp);
        ring = new RingPort(RING, new RingPolicy(BUFFERS, 0, new RingPolicy.Drop()), network.pool());
        out = network.newSink();
        other = network.newSink();
        agent.addPort(new DatapathPort(IN, "in", this::receive, _ -> { }));
        agent.addPort(new DatapathPort(OUT, "out", _ -> 0, out));
        agent.addPort(new DatapathPort(OTHER, "other", _ -> 0, other));
        agent.addPort(new DatapathPort(RING, "ring", ring, ring));
        program.placement.moveTo(RING);
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        assertThat(ring.openQuestions()).isZero();
        assertThat(network.pool().freeCount()).isEqualTo(BUFFERS);
        network.close();
        wakeUp.close();
    }

    private int receive(Batch batch) {
        for (; waiting > 0; waiting--) {
            network.addUdp(batch, IN, waiting, 0, 0);
        }
        return batch.size;
    }

    private void pass(int packets) {
        waiting = packets;
        agent.doWork();
    }

    private void rules(Rule... rules) {
        agent.replaceTables(TestRules.tables(List.of(rules)));
    }

    private Rule asking(int priority, int output) {
        return TestRules.rule(priority, Match.ANY.with(Field.IN_PORT, IN), program, output);
    }

    private static Rule plain(int priority, int output) {
        return TestRules.rule(priority, Match.ANY.with(Field.IN_PORT, IN), null, output);
    }

    @Test
    void shouldWaitForTheAnswerAndGoOnFromThere() {
        AnsweringPeer peer = new AnsweringPeer(ring, 1, network.pool());
        rules(asking(5, OUT), plain(1, OTHER));
        pass(2);
        assertThat(ring.openQuestions()).isEqualTo(2);
        assertThat(out.identifications()).isEmpty();

        peer.answer(1, 0);
        peer.answer(2, 0); // only 1 is a match
        agent.doWork();

        assertThat(out.identifications()).containsExactly(2);
        assertThat(other.identifications()).containsExactly(1);
        assertThat(program.said).containsExactly("elsewhere: true", "elsewhere: false");
    }

    @Test
    void shouldNotAskAgainWhenRulesWereReplacedMeanwhile() {
        AnsweringPeer peer = new AnsweringPeer(ring, 1, network.pool());
        rules(asking(5, OUT));
        pass(1);
        rules(asking(7, OTHER), plain(1, OUT));
        program.placement.moveToSwitch();

        peer.answer(1, 0);
        agent.doWork();

        assertThat(other.identifications()).containsExactly(1);
        assertThat(program.said).containsExactly("elsewhere: true");
    }

    @Test
    void shouldTakeAnAnswerThatIsLateWhenTheProgramIsBack() {
        AnsweringPeer peer = new AnsweringPeer(ring, 1, network.pool());
        rules(asking(5, OUT), plain(1, OTHER));
        pass(1);
        program.placement.moveToSwitch();
        pass(1);
        assertThat(out.identifications()).hasSize(1);

        peer.answer(0, 0);
        agent.doWork();

        assertThat(other.identifications()).hasSize(1);
        assertThat(program.said).containsExactly("in switch: true", "elsewhere: false");
    }

    @Test
    void shouldBelieveTheAnswerOnlyWhenTheProcessorWantsMore() {
        AnsweringPeer peer = new AnsweringPeer(ring, 1, network.pool());
        rules(asking(5, OUT), plain(1, OTHER));
        pass(1);
        peer.answer(0, PacketDescriptor.FLAG_OUTPUT);
        agent.doWork();
        assertThat(other.identifications()).hasSize(1);

        pass(1);
        peer.answer(1, PacketDescriptor.FLAG_DROP);
        agent.doWork();
        assertThat(out.identifications()).isEmpty();
        assertThat(ring.counters().drops().packets(DropReason.PROCESSOR_DROP)).isEqualTo(1);
    }

    @Test
    void shouldDropAsThePortSaysWhenNobodyIsThere() {
        rules(asking(5, OUT));
        pass(3);
        assertThat(ring.counters().drops().packets(DropReason.PROCESSOR_ABSENT)).isEqualTo(3);
        assertThat(program.said).isEmpty();
    }

    @Test
    void shouldReceiveFromOnePortAloneUntilThatIsOver() {
        AnsweringPeer peer = new AnsweringPeer(ring, 1, network.pool());
        rules(asking(5, OUT));
        pass(1);
        List<String> done = new ArrayList<>();
        agent.finish(new Finish(RING, 0, () -> ring.openQuestions() == 0, () -> done.add("finished")));
        pass(1);
        assertThat(done).isEmpty();
        assertThat(waiting).isEqualTo(1);

        peer.answer(1, 0);
        agent.doWork();
        assertThat(out.identifications()).hasSize(1);
        assertThat(done).containsExactly("finished");
        assertThat(waiting).isEqualTo(1);

        agent.doWork();
        assertThat(waiting).isZero();
        peer.answer(1, 0);
        agent.doWork();
        assertThat(out.identifications()).hasSize(2);
    }
}
