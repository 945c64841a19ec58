package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.ProcessorState;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingPortTest {

    private static final int CAPACITY = 16;
    private static final int QUOTA = 12;
    private static final int BORROWER = 5;
    private static final int NUMBER = 9;

    private final AtomicInteger reclaimed = new AtomicInteger();
    private PortFixture fixture;
    private RingPort port;

    // the processor's ends of the rings
    private RingConsumer work;
    private RingProducer verdicts;
    private UnsafeBuffer inward;

    @BeforeEach
    void makePort() throws IOException {
        fixture = new PortFixture();
        port = new RingPort(NUMBER, new RingPolicy(QUOTA, 0, new RingPolicy.Drop()), fixture.pool);
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    private void attach() {
        UnsafeBuffer outward = newRing();
        inward = newRing();
        work = new RingConsumer(outward, 0, CAPACITY);
        verdicts = new RingProducer(inward, 0, CAPACITY);
        port.attaching(new RingLink(BORROWER, new RingLink.Shared(), new RingProducer(outward, 0, CAPACITY),
                new RingConsumer(inward, 0, CAPACITY), new RingProducer(newRing(), 0, CAPACITY))).run();
    }

    private static UnsafeBuffer newRing() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    }

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            fixture.add(PortFixture.frame(60, i));
        }
        port.send(fixture.batch);
        assertThat(fixture.batch.size).isZero();
    }

    /** The processor answers a packet it was given. */
    private void answer(int index, int result, int flags) {
        long word1 = work.word1(index);
        verdicts.put(work.word0(index),
                PacketDescriptor.word1(PacketDescriptor.generation(word1), result, PacketDescriptor.port(word1), flags));
    }

    private void answer(long word0, long word1) {
        verdicts.put(word0, word1);
        verdicts.publish();
    }

    private long drops(DropReason reason) {
        return port.counters().drops().packets(reason);
    }

    private void assertNothingLeaks() {
        fixture.releaseAll();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
        assertThat(fixture.pool.check().faults()).isEmpty();
        assertThat(port.lent()).isZero();
    }

    @Test
    void shouldCountAbsentWhenNobodyIsAttached() {
        send(3);
        assertThat(drops(DropReason.PROCESSOR_ABSENT)).isEqualTo(3);
        assertThat(port.receive(fixture.batch)).isZero();
        assertNothingLeaks();
    }

    @Test
    void shouldLendWhenAttachedAndTakeBackWhenReturned() {
        attach();
        send(2);

        assertThat(port.lent()).isEqualTo(2);
        assertThat(work.ready(8)).isEqualTo(2);
        assertThat(PacketDescriptor.port(work.word1(0))).isEqualTo(7);
        assertThat(PacketDescriptor.lengthBytes(work.word0(0))).isEqualTo(60);
        assertThat(PacketDescriptor.offsetBytes(work.word0(0))).isEqualTo(fixture.pool.headroomBytes());
        answer(1, 200, 0);
        answer(0, 1, 0);
        verdicts.publish();

        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        assertThat(fixture.received(0)).isEqualTo(PortFixture.frame(60, 1));
        assertThat(fixture.batch.inPort[0]).isEqualTo(NUMBER);
        assertThat(fixture.batch.metadata[0]).isEqualTo(200);
        assertThat(port.counters().txPackets()).isEqualTo(2);
        assertThat(port.counters().rxPackets()).isEqualTo(2);
        assertThat(port.counters().rxBytes()).isEqualTo(120);
        assertNothingLeaks();
    }

    @Test
    void shouldCountProcessorDropWhenItSaysSo() {
        attach();
        send(2);
        work.ready(8);
        answer(0, 0, PacketDescriptor.FLAG_DROP);
        answer(1, 0, 0);
        verdicts.publish();

        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        assertThat(drops(DropReason.PROCESSOR_DROP)).isEqualTo(1);
        assertThat(port.counters().rxPackets()).isEqualTo(2);
        assertNothingLeaks();
    }

    @Test
    void shouldCountBusyWhenTheQuotaIsUsedUp() {
        attach();
        send(QUOTA - 1);
        send(3);

        assertThat(drops(DropReason.PROCESSOR_BUSY)).isEqualTo(2);
        assertThat(port.lent()).isEqualTo(QUOTA);
    }

    @Test
    void shouldCountBusyWhenTheRingIsFull() {
        port = new RingPort(NUMBER, new RingPolicy(100, 0, new RingPolicy.Drop()), fixture.pool);
        attach();
        send(CAPACITY + 4);

        assertThat(drops(DropReason.PROCESSOR_BUSY)).isEqualTo(4);
        assertThat(port.counters().txPackets()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldFeedAgainWhenSilenceEnds() {
        attach();
        send(1);
        port.suspend();
        send(2);
        assertThat(drops(DropReason.PROCESSOR_SILENT)).isEqualTo(2);
        work.ready(8);
        answer(0, 0, 0);
        verdicts.publish();
        assertThat(port.receive(fixture.batch)).as("a late verdict").isEqualTo(1);
        fixture.releaseAll();
        port.resume();
        send(1);

        assertThat(port.lent()).isEqualTo(1);
        assertThat(port.state()).isEqualTo(ProcessorState.ATTACHED);
    }

    @Test
    void shouldUseWhatWasReturnedAndReclaimTheRestWhenTheProcessorDies() {
        attach();
        send(5);
        work.ready(8);
        answer(0, 0, 0);
        answer(1, 0, 0);
        verdicts.publish();
        answer(2, 0, 0); // never published

        port.died(reclaimed::incrementAndGet);
        send(1);
        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        fixture.releaseAll();
        assertThat(reclaimed).hasValue(0);
        assertThat(port.receive(fixture.batch)).isZero();

        assertThat(reclaimed).hasValue(1);
        assertThat(drops(DropReason.PROCESSOR_DIED)).isEqualTo(3);
        assertThat(drops(DropReason.PROCESSOR_ABSENT)).isEqualTo(1);
        assertThat(port.state()).isEqualTo(ProcessorState.ABSENT);
        assertNothingLeaks();
    }

    @Test
    void shouldReclaimWhenSomebodyElseGoesOnReturningForADeadProcessor() {
        attach();
        send(3);
        port.died(reclaimed::incrementAndGet);
        for (int i = 0; i < CAPACITY; i++) {
            answer(-1, -1);
            port.receive(fixture.batch);
        }

        assertThat(reclaimed).hasValue(1);
        assertThat(drops(DropReason.PROCESSOR_DIED)).isEqualTo(3);
        assertNothingLeaks();
    }

    @Test
    void shouldServeTheNextProcessorWhenTheFirstOneWasReclaimed() {
        attach();
        send(5);
        port.died(reclaimed::incrementAndGet);
        port.receive(fixture.batch);
        attach();
        send(2);

        assertThat(work.ready(8)).isEqualTo(2);
        assertThat(port.lent()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAnotherProcessorWhenTheFirstOneIsNotReclaimed() {
        attach();
        port.cutOff();
        assertThatThrownBy(this::attach).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeAnswersAndFeedNoMoreWhenTheProcessorHasHungUp() {
        attach();
        send(3);
        work.ready(8);
        answer(0, 1, 0);
        verdicts.publish();
        port.hangUp();
        send(1);
        assertThat(drops(DropReason.PROCESSOR_ABSENT)).isOne();
        assertThat(port.receive(fixture.batch)).as("returned before").isOne();
        fixture.releaseAll();

        answer(1, 1, 0);
        verdicts.publish();
        port.died(reclaimed::incrementAndGet);
        while (port.state() != ProcessorState.ABSENT) {
            port.receive(fixture.batch);
        }
        assertThat(port.counters().rxPackets()).as("returned after").isEqualTo(2);
        assertThat(drops(DropReason.PROCESSOR_DIED)).isOne();
        assertThat(reclaimed).hasValue(1);
        assertNothingLeaks();
    }

    @Test
    void shouldStrikeAndChangeNothingWhenADescriptorIsForged() {
        attach();
        send(1);
        work.ready(8);
        long word0 = work.word0(0);
        long word1 = work.word1(0);
        int generation = PacketDescriptor.generation(word1);
        int buffer = PacketDescriptor.buffer(word0);
        int room = fixture.pool.headroomBytes() + fixture.pool.maxFrameBytes();

        answer(word0, PacketDescriptor.word1(generation + 1, 0, 7, 0));
        answer(word0, PacketDescriptor.word1(generation, 0, 7, 3));
        answer(PacketDescriptor.word0(buffer, room + 1, 0), word1);
        answer(PacketDescriptor.word0(buffer, 1, room), word1);
        answer(PacketDescriptor.word0(-1, 128, 60), word1);
        answer(PacketDescriptor.word0(PortFixture.BUFFERS, 128, 60), word1);
        answer(PacketDescriptor.word0(buffer + 1, 128, 60), word1);
        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(port.details()).containsEntry("strikes", 7L).containsEntry("lent", 1);

        answer(word0, word1);
        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        answer(word0, word1);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).as("the same buffer twice").isZero();
        assertThat(port.details()).containsEntry("strikes", 8L);
        assertNothingLeaks();
    }

    @Test
    void shouldCutOffWhenThereAreTooManyStrikesAndKeepWhatIsLentUntilDeath() {
        attach();
        send(3);
        for (int i = 0; i < RingPort.STRIKE_LIMIT; i++) {
            answer(-1, -1);
        }
        port.receive(fixture.batch);
        assertThat(port.state()).isEqualTo(ProcessorState.CUT_OFF);
        send(1);
        assertThat(drops(DropReason.PROCESSOR_ABSENT)).isEqualTo(1);
        assertThat(port.lent()).isEqualTo(3);

        port.died(reclaimed::incrementAndGet);
        assertThat(reclaimed).hasValue(1);
        assertThat(drops(DropReason.PROCESSOR_DIED)).isEqualTo(3);
        assertNothingLeaks();
    }

    @Test
    void shouldCutOffWhenTheRingIsCorrupt() {
        attach();
        send(1);
        overwriteProducerPosition(1L << 62);

        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(port.state()).isEqualTo(ProcessorState.CUT_OFF);
        port.died(reclaimed::incrementAndGet);
        assertThat(reclaimed).hasValue(1);
        assertNothingLeaks();
    }

    @Test
    void shouldReclaimWhenTheRingOfADeadProcessorIsCorrupt() {
        attach();
        send(1);
        port.died(reclaimed::incrementAndGet);
        overwriteProducerPosition(-1);

        port.receive(fixture.batch);
        assertThat(reclaimed).hasValue(1);
        assertNothingLeaks();
    }

    /** The producer's position is the ring's first word. */
    private void overwriteProducerPosition(long position) {
        inward.putLong(RingDescriptor.TAIL_OFFSET, position);
    }
}
