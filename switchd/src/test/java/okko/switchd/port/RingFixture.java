package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.DropReason;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A ring port with a processor attached to it, whose ends of the rings the test holds. */
final class RingFixture implements AutoCloseable {

    static final int CAPACITY = 16;
    static final int NUMBER = 9;
    static final int BORROWER = 5;

    final PortFixture packets = new PortFixture();
    final PacketPool copies;
    final RingPort port;
    RingConsumer work;
    RingConsumer empty;
    RingProducer verdicts;

    RingFixture(RingPolicy policy) throws IOException {
        copies = PacketPool.create(new PoolConfig(policy.quota(), 256));
        port = new RingPort(NUMBER, policy, packets.pool);
    }

    void attach(RingLink.Access access) {
        UnsafeBuffer outward = newRing();
        UnsafeBuffer inward = newRing();
        UnsafeBuffer empties = newRing();
        work = new RingConsumer(outward, 0, CAPACITY);
        empty = new RingConsumer(empties, 0, CAPACITY);
        verdicts = new RingProducer(inward, 0, CAPACITY);
        port.attaching(new RingLink(BORROWER, access, new RingProducer(outward, 0, CAPACITY),
                new RingConsumer(inward, 0, CAPACITY), new RingProducer(empties, 0, CAPACITY))).run();
    }

    private static UnsafeBuffer newRing() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    }

    /** Sends frames of 60 bytes, each filled with its number from the first on. */
    void send(int first, int count) {
        for (int i = 0; i < count; i++) {
            packets.add(PortFixture.frame(60, first + i));
        }
        port.send(packets.batch);
    }

    void publish(long word0, long word1) {
        verdicts.put(word0, word1);
        verdicts.publish();
    }

    /** Returns the first packet of the ring, and takes it out. */
    void returnFirst(int result, int flags) {
        assertThat(work.ready(1)).isEqualTo(1);
        publish(work.word0(0), PacketDescriptor.word1(PacketDescriptor.generation(work.word1(0)), result, 0, flags));
        work.release(1);
    }

    long drops(DropReason reason) {
        return port.counters().drops().packets(reason);
    }

    void assertNothingLeaks() {
        packets.releaseAll();
        assertThat(packets.pool.check().faults()).isEmpty();
        assertThat(packets.pool.freeCount() + packets.pool.lentTo(BORROWER) + port.heldReferences())
                .isEqualTo(PortFixture.BUFFERS);
        assertThat(copies.check().faults()).isEmpty();
        assertThat(copies.freeCount() + copies.lentTo(BORROWER)).isEqualTo(copies.bufferCount());
    }

    @Override
    public void close() {
        packets.releaseAll();
        port.close();
        packets.close();
        copies.close();
    }
}
