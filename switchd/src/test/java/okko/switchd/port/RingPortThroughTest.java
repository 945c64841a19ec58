package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Question;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets that a processor may change and that go on where they left: what of it counts, and what does not. */
class RingPortThroughTest {

    private static final RingPolicy DROP = new RingPolicy(12, 0, new RingPolicy.Drop());
    private static final RingPolicy BYPASS = new RingPolicy(12, 0, new RingPolicy.Bypass(77));
    private static final int IN_PORT = 2;
    private static final int ASKER = 3;

    private final Question through = () -> Question.Frame.AS_RETURNED;
    private final Question filter = () -> Question.Frame.AS_LENT;

    private RingFixture fixture;
    private Batch batch;

    private enum Trust { SHARED, ISOLATED }

    private void attach(RingPolicy policy, Trust trust) throws IOException {
        fixture = new RingFixture(policy);
        fixture.attach(switch (trust) {
            case SHARED -> new RingLink.Shared();
            case ISOLATED -> new RingLink.Isolated(fixture.copies);
        });
        batch = fixture.packets.batch;
    }

    private void ask(Question question, int value) {
        fixture.packets.add(PortFixture.frame(60, value));
        batch.inPort[0] = IN_PORT;
        batch.metadata[0] = 5;
        batch.askLast(question, ASKER, 0);
        fixture.port.send(batch);
    }

    private PacketPool lentPool(Trust trust) {
        return trust == Trust.SHARED ? fixture.packets.pool : fixture.copies;
    }

    /** Returns the first packet, with its frame moved by some bytes and of another length. */
    private void returnMoved(int byBytes, int lengthBytes, int result, int port, int flags) {
        assertThat(fixture.work.ready(1)).isEqualTo(1);
        long word0 = fixture.work.word0(0);
        fixture.publish(
                PacketDescriptor.word0(PacketDescriptor.buffer(word0), PacketDescriptor.offsetBytes(word0) + byBytes,
                        lengthBytes),
                PacketDescriptor.word1(PacketDescriptor.generation(fixture.work.word1(0)), result, port, flags));
        fixture.work.release(1);
    }

    @AfterEach
    void close() {
        fixture.assertNothingLeaks();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWithTheFrameAsItWasReturned(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(through, 1);
        fixture.work.ready(1);
        UnsafeApi.setMemory(lentPool(trust).frameAddress(fixture.work.word0(0)) - 4, 70, (byte) 0x42);
        returnMoved(-4, 70, 200, 0, 0);

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(fixture.packets.received(0)).isEqualTo(PortFixture.frame(70, 0x42));
        assertThat(batch.question[0]).isSameAs(through);
        assertThat(batch.asker[0]).isEqualTo(ASKER);
        assertThat(batch.answer[0]).isEqualTo(200);
        assertThat(batch.inPort[0]).isEqualTo(IN_PORT);
        assertThat(batch.metadata[0]).isEqualTo(5);
        assertThat(batch.outPort[0]).isEqualTo(Batch.BY_RULES);
        assertThat(fixture.port.openQuestions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepPlaceAndLengthOfTheFrameWhenOnlyTheAnswerCounts(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(filter, 1);
        returnMoved(4, 20, 1, 7, PacketDescriptor.FLAG_OUTPUT);

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(fixture.packets.received(0)).isEqualTo(PortFixture.frame(60, 1));
        assertThat(batch.question[0]).isSameAs(filter);
        assertThat(batch.outPort[0]).isEqualTo(Batch.BY_RULES);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveByThePortThatTheProcessorNames(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(through, 1);
        returnMoved(0, 60, 0, 4, PacketDescriptor.FLAG_OUTPUT);

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(batch.outPort[0]).isEqualTo(4);
        assertThat(batch.question[0]).isNull();
        assertThat(fixture.port.openQuestions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropWhenTheProcessorDrops(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(through, 1);
        fixture.returnFirst(0, PacketDescriptor.FLAG_DROP);

        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.drops(DropReason.PROCESSOR_DROP)).isEqualTo(1);
        assertThat(fixture.port.openQuestions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAFrameOutsideOfItsBufferAndTakeTheNextDescriptor(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(through, 1);
        fixture.work.ready(1);
        long word0 = fixture.work.word0(0);
        long word1 = PacketDescriptor.word1(PacketDescriptor.generation(fixture.work.word1(0)), 9, 0, 0);
        fixture.publish(PacketDescriptor.word0(PacketDescriptor.buffer(word0), 384, 1), word1);
        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.port.status().badDescriptors()).isEqualTo(Map.of("frame_outside", 1L));
        assertThat(fixture.port.openQuestions()).isEqualTo(1);

        fixture.publish(word0, word1);
        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(batch.answer[0]).isEqualTo(9);
    }

    @Test
    void shouldLetAMonitorTrimAndNothingElse() throws IOException {
        fixture = new RingFixture(DROP);
        fixture.attach(new RingLink.Monitor());
        batch = fixture.packets.batch;
        ask(through, 1);
        returnMoved(-1, 60, 1, 0, 0);
        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.port.status().badDescriptors()).isEqualTo(Map.of("frame_outside", 1L));
    }

    @ParameterizedTest
    @EnumSource
    void shouldLosePacketWithTheProcessorThatHadIt(Trust trust) throws IOException {
        attach(DROP, trust);
        ask(through, 1);
        ask(through, 2);
        fixture.returnFirst(6, 0);
        fixture.port.died(() -> { });

        assertThat(fixture.port.receive(batch)).as("returned before it died").isEqualTo(1);
        fixture.packets.releaseAll();
        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.drops(DropReason.PROCESSOR_DIED)).isEqualTo(1);
        assertThat(fixture.port.openQuestions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoAroundTheProcessorWithTheResultOfThePolicy(Trust trust) throws IOException {
        attach(BYPASS, trust);
        fixture.port.suspend();
        ask(through, 1);

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(fixture.packets.received(0)).isEqualTo(PortFixture.frame(60, 1));
        assertThat(batch.question[0]).isSameAs(through);
        assertThat(batch.answer[0]).isEqualTo(77);
        assertThat(batch.inPort[0]).isEqualTo(IN_PORT);
    }
}
