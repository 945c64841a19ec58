package okko.external.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.wire.NetworkOrder;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorAgentTest {

    private static final long BAD_BUFFER = 100_000;

    private final ProcessorCounters counters = new ProcessorCounters();
    private final List<String> errorLines = new ArrayList<>();
    private long nowNs = 5_000_000_000L;
    private SwitchSide theSwitch;
    private ProcessorAttachment attachment;

    @BeforeEach
    void attach(@TempDir Path directory) throws Exception {
        theSwitch = new SwitchSide(directory.resolve("okko.attach"));
        attachment = theSwitch.attach();
    }

    @AfterEach
    void close() throws IOException {
        attachment.close();
        theSwitch.close();
    }

    private ProcessorAgent agent(Processor processor) {
        return new ProcessorAgent(attachment, processor, counters, () -> nowNs, errorLines::add);
    }

    /** Passes each packet with its first byte as the result; drops those that begin with 0. */
    private static void judge(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            int first = NetworkOrder.u8(batch.address(i));
            if (first == 0) {
                batch.drop(i);
            } else {
                batch.pass(i, first);
            }
        }
    }

    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (long word1 = theSwitch.takeBack(); word1 != -1; word1 = theSwitch.takeBack()) {
            answers.add(PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_DROP
                    ? "drop"
                    : "pass " + PacketDescriptor.result(word1));
        }
        return answers;
    }

    @Test
    void shouldReturnEachPacketInOrderWithItsVerdict() {
        var agent = agent(ProcessorAgentTest::judge);
        theSwitch.send(7, 60, 1);
        theSwitch.send(0, 61, 2);
        theSwitch.send(255, 62, 3);
        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(answers()).containsExactly("pass 7", "drop", "pass 255");
        assertThat(theSwitch.lent()).isZero();
        assertThat(counters.packets()).isEqualTo(3);
        assertThat(counters.passed()).isEqualTo(2);
        assertThat(counters.dropped()).isEqualTo(1);
    }

    @Test
    void shouldShowLengthAndPortOfEachPacket() {
        List<String> seen = new ArrayList<>();
        var agent = agent(batch -> {
            for (int i = 0; i < batch.size(); i++) {
                seen.add(batch.lengthBytes(i) + " from " + batch.inPort(i));
            }
        });
        theSwitch.send(1, 60, 4);
        theSwitch.send(1, 200, 65_000);
        agent.doWork();
        assertThat(seen).containsExactly("60 from 4", "200 from 65000");
        assertThat(answers()).containsExactly("pass 0", "pass 0");
    }

    @Test
    void shouldDoNothingWhenThereIsNothing() {
        var agent = agent(batch -> {
            throw new AssertionError("called without packets");
        });
        assertThat(agent.doWork()).isZero();
        assertThat(errorLines).isEmpty();
    }

    @Test
    void shouldSplitWhatIsReadyIntoBatches() {
        List<Integer> sizes = new ArrayList<>();
        var agent = agent(batch -> sizes.add(batch.size()));
        for (int i = 0; i < 64; i++) {
            theSwitch.send(1, 60, 1);
        }
        assertThat(agent.doWork()).isEqualTo(64);
        assertThat(sizes).containsExactly(ProcessorAgent.MAX_BATCH);
    }

    @Test
    void shouldTakeNoMorePacketsThanThereIsRoomForOnTheWayBack() {
        var agent = agent(ProcessorAgentTest::judge);
        for (int i = 0; i < 64; i++) {
            theSwitch.send(1, 60, 1);
        }
        agent.doWork();
        theSwitch.send(2, 60, 1);
        assertThat(agent.doWork()).isZero();
        assertThat(theSwitch.takeBack()).isNotEqualTo(-1);
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(answers()).hasSize(64).last().isEqualTo("pass 2");
        assertThat(theSwitch.lent()).isZero();
    }

    @Test
    void shouldNotTouchADescriptorThatNamesNoFrame() {
        var agent = agent(ProcessorAgentTest::judge);
        theSwitch.sendDescriptor(BAD_BUFFER, 0);
        theSwitch.send(9, 60, 1);
        theSwitch.sendDescriptor(PacketDescriptor.word0(0, 60_000, 60_000), 0);
        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(answers()).containsExactlyInAnyOrder("drop", "drop", "pass 9");
        assertThat(counters.badDescriptors()).isEqualTo(2);
        assertThat(counters.packets()).isEqualTo(1);
    }

    @Test
    void shouldDropTheBatchAndSayItOnceWhenTheProcessorFails() {
        var agent = agent(batch -> {
            batch.pass(0, 5);
            batch.clear();
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 3; i++) {
            theSwitch.send(1, 60, 1);
            theSwitch.send(1, 60, 1);
            agent.doWork();
        }
        assertThat(answers()).hasSize(6).containsOnly("drop");
        assertThat(theSwitch.lent()).isZero();
        assertThat(counters.failures()).isEqualTo(3);
        assertThat(counters.dropped()).isEqualTo(6);
        assertThat(errorLines).containsExactly(
                "the processor failed, its batch is dropped: java.lang.IllegalStateException: broken");
    }

    @Test
    void shouldBeatEvery100Milliseconds() {
        var agent = agent(ProcessorAgentTest::judge);
        agent.doWork();
        assertThat(theSwitch.heartbeatAgeNs(nowNs)).isZero();
        nowNs += 99_000_000;
        agent.doWork();
        assertThat(theSwitch.heartbeatAgeNs(nowNs)).isEqualTo(99_000_000);
        nowNs += 1_000_000;
        agent.doWork();
        assertThat(theSwitch.heartbeatAgeNs(nowNs)).isZero();
    }

    @Test
    void shouldEndWhenTheSwitchLetsGo() {
        var agent = agent(ProcessorAgentTest::judge);
        agent.doWork();
        theSwitch.hangUp();
        nowNs += 100_000_000;
        assertThatThrownBy(agent::doWork)
                .isInstanceOf(AgentTerminationException.class)
                .hasMessage("the switch has ended or let go of this processor");
    }
}
