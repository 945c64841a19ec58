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
    private int signsOfLife;
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
        return new ProcessorAgent(attachment, processor, counters, () -> nowNs, new AgentListener() {
            @Override
            public void failed(String line) {
                errorLines.add(line);
            }

            @Override
            public void alive() {
                signsOfLife++;
            }
        });
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
            batch.output(1, 3);
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
        assertThat(signsOfLife).isEqualTo(2);
    }

    @Test
    void shouldTellWhatThePacketCameWithAndTakeAPortForIt() {
        List<Integer> metadata = new ArrayList<>();
        var agent = agent(batch -> {
            for (int i = 0; i < batch.size(); i++) {
                metadata.add(batch.metadata(i));
                batch.output(i, 40_000 + i);
            }
        });
        theSwitch.send(1, 60, 1, 200);
        theSwitch.send(1, 60, 1);
        agent.doWork();
        assertThat(metadata).containsExactly(200, 0);
        long word1 = theSwitch.takeBack();
        assertThat(PacketDescriptor.flags(word1)).isEqualTo(PacketDescriptor.FLAG_OUTPUT);
        assertThat(PacketDescriptor.port(word1)).isEqualTo(40_000);
        assertThat(PacketDescriptor.port(theSwitch.takeBack())).isEqualTo(40_001);
        assertThat(counters.output()).isEqualTo(2);
        assertThat(counters.passed()).isZero();
    }

    @Test
    void shouldReturnTheFrameAsTheProcessorLeftIt() {
        var agent = agent(batch -> {
            batch.cutFront(0, 2);
            batch.growFront(0, 4);
            batch.put32(0, 0, 0x0a0b0c0d);
            batch.resize(0, 6);
        });
        theSwitch.send(7, 60, 1);
        agent.doWork();
        assertThat(theSwitch.takeBack()).isNotEqualTo(-1);
        assertThat(theSwitch.lastFrame()).containsExactly(10, 11, 12, 13, 7, 7);
    }

    @Test
    void shouldSendPacketsOfTheProcessorsOwnBehindTheBatch() {
        var agent = agent(batch -> {
            int first = batch.originate(60);
            int second = batch.originate(2);
            assertThat(batch.originate(60)).isEqualTo(PacketBatch.NONE_FREE);
            batch.put8(first, 0, 1);
            batch.output(first, 3);
            batch.put8(second, 1, 2);
            batch.pass(0, 9);
        });
        theSwitch.lendEmpty();
        theSwitch.lendEmpty();
        theSwitch.send(7, 60, 1);
        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(answers()).containsExactly("pass 9", "pass 0", "pass 0");
        assertThat(theSwitch.lastFrame()).containsExactly(0, 2);
        assertThat(theSwitch.lent()).isZero();
        assertThat(counters.originated()).isEqualTo(2);
        assertThat(counters.packets()).isEqualTo(1);
    }

    /** Sends a packet of its own, 1 byte that counts up, whenever it is idle. */
    private static final class Beacon implements Processor {

        private int sent;

        @Override
        public void process(PacketBatch batch) {
            // Packets pass.
        }

        @Override
        public void idle(PacketBatch batch) {
            int index = batch.originate(1);
            if (index != PacketBatch.NONE_FREE) {
                batch.put8(index, 0, ++sent);
            }
        }
    }

    @Test
    void shouldSendPacketsOfTheProcessorsOwnWhenNoneCame() {
        var agent = agent(new Beacon());
        assertThat(agent.doWork()).isZero();
        for (int i = 1; i <= 200; i++) {
            theSwitch.lendEmpty();
            theSwitch.lendEmpty();
            assertThat(agent.doWork()).isEqualTo(1);
            assertThat(agent.doWork()).isEqualTo(1);
            theSwitch.takeBack();
            assertThat(theSwitch.lastFrame()).containsExactly((byte) (2 * i - 1));
            theSwitch.takeBack();
            assertThat(theSwitch.lastFrame()).containsExactly((byte) (2 * i));
        }
        assertThat(theSwitch.lent()).isZero();
    }

    @Test
    void shouldDropWhatAProcessorOriginatedBeforeItFailed() {
        var agent = agent(batch -> {
            batch.originate(60);
            throw new IllegalStateException("broken");
        });
        theSwitch.lendEmpty();
        theSwitch.send(7, 60, 1);
        agent.doWork();
        assertThat(answers()).containsExactly("drop", "drop");
        assertThat(theSwitch.lent()).isZero();
    }

    @Test
    void shouldProcessAndReturnEverythingWhenItLeaves() throws Exception {
        var agent = agent(ProcessorAgentTest::judge);
        for (int i = 0; i < 10; i++) {
            theSwitch.send(7, 60, 1);
            theSwitch.lendEmpty();
        }
        var leaving = Thread.ofPlatform().start(() -> agent.leave(Long.MAX_VALUE / 2));
        int answers = 0;
        while (answers < 20) {
            answers += theSwitch.takeBack() == -1 ? 0 : 1;
            Thread.onSpinWait();
        }
        leaving.join();
        assertThat(theSwitch.lent()).isZero();
        assertThat(counters.packets()).isEqualTo(10);
        assertThat(counters.originated()).isZero();
    }

    @Test
    void shouldLeaveWhenTheSwitchTakesNothing() {
        var agent = agent(ProcessorAgentTest::judge);
        theSwitch.send(7, 60, 1);
        agent.leave(0);
        assertThat(answers()).containsExactly("pass 7");
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
