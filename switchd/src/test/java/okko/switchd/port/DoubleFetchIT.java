package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.ProcessorState;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Descriptors that change while the switch reads them. A thread writes to the slots of published answers without a
 * pause, what is true and what is not; whatever it does between two loads, the port may accept only what would hold if
 * nobody had touched it.
 */
class DoubleFetchIT {

    private static final int CAPACITY = 16;
    private static final int QUOTA = 12;
    private static final int FRAME_BYTES = 60;
    private static final int QUICK_SECONDS = 10;
    private static final int NIGHTLY_SECONDS = 60;

    private final UnsafeBuffer outward = newRing();
    private final UnsafeBuffer inward = newRing();
    private final UnsafeBuffer emptyBuffers = newRing();
    private final boolean[] mayReturn = new boolean[PortFixture.BUFFERS];
    private PortFixture fixture;
    private RingPort port;
    private long accepted;

    private static UnsafeBuffer newRing() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    }

    @BeforeEach
    void makePort() throws IOException {
        fixture = new PortFixture();
        port = new RingPort(9, new RingPolicy(QUOTA, 0, new RingPolicy.Drop()), fixture.pool);
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    @Test
    void shouldAcceptOnlyWhatHoldsWhenSlotsChangeWhileTheyAreRead() throws InterruptedException {
        attackFor(QUICK_SECONDS);
    }

    @Test
    @Tag("nightly")
    void shouldAcceptOnlyWhatHoldsWhenSlotsChangeForAMinute() throws InterruptedException {
        attackFor(NIGHTLY_SECONDS);
    }

    private void attackFor(int seconds) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Flipper flipper = new Flipper(inward, System.nanoTime());
        flipper.start();
        long lent = 0;
        try {
            while (System.nanoTime() - deadlineNs < 0) {
                lent += attack(flipper);
            }
        } finally {
            flipper.end();
        }
        assertThat(accepted).as("accepted, or the attack attacks nothing").isPositive();
        assertThat(port.counters().rxPackets()).isEqualTo(accepted);
        assertThat(port.counters().drops().packets(DropReason.PROCESSOR_DIED))
                .as("refused, or the attack attacks nothing").isPositive().isEqualTo(lent - accepted);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
        assertThat(fixture.pool.check().faults()).isEmpty();
    }

    /** One attachment: is lent its quota, answers truly, and lies as soon as the answers are published. */
    private int attack(Flipper flipper) {
        for (UnsafeBuffer ring : new UnsafeBuffer[] {outward, inward, emptyBuffers}) {
            ring.putLong(RingDescriptor.TAIL_OFFSET, 0);
            ring.putLong(RingDescriptor.HEAD_OFFSET, 0);
        }
        port.attaching(new RingLink(3, new RingLink.Shared(), new RingProducer(outward, 0, CAPACITY),
                new RingConsumer(inward, 0, CAPACITY), new RingProducer(emptyBuffers, 0, CAPACITY))).run();
        for (int i = 0; i < QUOTA; i++) {
            mayReturn[fixture.add(new byte[FRAME_BYTES])] = true;
        }
        port.send(fixture.batch);
        for (int i = 0; i < QUOTA; i++) {
            int slot = RingDescriptor.SLOTS_OFFSET + i * PacketDescriptor.SIZE_BYTES;
            flipper.words[2 * i] = outward.getLong(slot);
            flipper.words[2 * i + 1] = outward.getLong(slot + Long.BYTES);
            inward.putLong(slot, flipper.words[2 * i]);
            inward.putLong(slot + Long.BYTES, flipper.words[2 * i + 1]);
        }
        inward.putLongRelease(RingDescriptor.TAIL_OFFSET, QUOTA);
        port.receive(fixture.batch);
        checkBatch();
        port.died(() -> {});
        while (port.state() != ProcessorState.ABSENT) {
            port.receive(fixture.batch);
            checkBatch();
        }
        Arrays.fill(mayReturn, false);
        return QUOTA;
    }

    private void checkBatch() {
        PacketPool pool = fixture.pool;
        int room = pool.headroomBytes() + pool.maxFrameBytes();
        for (int i = 0; i < fixture.batch.size; i++) {
            int buffer = fixture.batch.buffer[i];
            long offset = fixture.batch.address[i] - pool.dataAddress(buffer);
            int length = fixture.batch.lengthBytes[i];
            if (!mayReturn[buffer] || offset < 0 || length < 0 || offset + length > room) {
                throw new AssertionError("accepted buffer " + buffer + ", offset " + offset + ", length " + length
                        + "; may return=" + mayReturn[buffer] + ", room=" + room);
            }
            mayReturn[buffer] = false;
            accepted++;
        }
        fixture.releaseAll();
    }

    /** Writes to slots, now the truth and now a lie. */
    private static final class Flipper {

        /** The truth, two words per slot; stale values are lies as good as others. */
        private final long[] words = new long[2 * QUOTA];

        private final UnsafeBuffer ring;
        private final Random random;
        private final Thread thread = new Thread(this::flip, "flipper");
        private volatile boolean ending;

        Flipper(UnsafeBuffer ring, long seed) {
            this.ring = ring;
            random = new Random(seed);
        }

        void start() {
            thread.start();
        }

        void end() throws InterruptedException {
            ending = true;
            thread.join();
        }

        private void flip() {
            while (!ending) {
                int i = random.nextInt(QUOTA);
                int slot = RingDescriptor.SLOTS_OFFSET + i * PacketDescriptor.SIZE_BYTES;
                long first = words[2 * i];
                ring.putLongOpaque(slot, lie(first));
                ring.putLongOpaque(slot, first);
                ring.putLongOpaque(slot + Long.BYTES, words[2 * i + 1] + random.nextInt(3) - 1);
                ring.putLongOpaque(slot + Long.BYTES, words[2 * i + 1]);
            }
        }

        private long lie(long word0) {
            int buffer = PacketDescriptor.buffer(word0);
            return switch (random.nextInt(5)) {
                case 0 -> PacketDescriptor.word0(buffer, 0, 0xffff);
                case 1 -> PacketDescriptor.word0(buffer, 0xffff, FRAME_BYTES);
                case 2 -> PacketDescriptor.word0(buffer, 0xffff, 0xffff);
                case 3 -> PacketDescriptor.word0(random.nextInt(), 0, FRAME_BYTES);
                default -> PacketDescriptor.word0(buffer ^ 1, PacketDescriptor.offsetBytes(word0), FRAME_BYTES);
            };
        }
    }
}
