package okko.external.agent;

import okko.external.api.PacketFeed;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingCorruptException;
import okko.ringshm.ring.RingProducer;

/**
 * Buffers that the switch lends for packets of the processor's own. A buffer stays in its ring until a packet is in it,
 * so what is not used costs nothing to keep.
 */
final class EmptyBuffers {

    private final RingConsumer ring;
    private final PoolView pool;
    private final long[] word0 = new long[ProcessorAgent.MAX_BATCH];
    private final long[] word1 = new long[ProcessorAgent.MAX_BATCH];
    /** How many descriptors at the ring's front have been read into the arrays, once, and checked. */
    private int read;

    EmptyBuffers(RingConsumer ring, PoolView pool) {
        this.ring = ring;
        this.pool = pool;
    }

    /** Says how many there are, up to {@link ProcessorAgent#MAX_BATCH}. */
    int ready() {
        int ready = ring.ready(ProcessorAgent.MAX_BATCH);
        for (int i = read; i < ready; i++) {
            word0[i] = ring.word0(i);
            word1[i] = ring.word1(i);
            if (!pool.holds(word0[i])) {
                throw new RingCorruptException("the switch lends an empty buffer that its pool does not hold");
            }
        }
        read = ready;
        return ready;
    }

    /** Offers those that are ready to a batch, but no more than {@code limit}. */
    void offer(PacketFeed feed, int limit) {
        for (int i = 0, count = Math.min(read, limit); i < count; i++) {
            feed.addEmpty(pool.dataAddress(PacketDescriptor.buffer(word0[i])));
        }
    }

    long word0(int index) {
        return word0[index];
    }

    long word1(int index) {
        return word1[index];
    }

    /** The first {@code count} are on their way to the switch, with packets in them. */
    void used(int count) {
        if (count > 0) {
            ring.release(count);
            read -= count;
            System.arraycopy(word0, count, word0, 0, read);
            System.arraycopy(word1, count, word1, 0, read);
        }
    }

    /** Returns all that there is room for, unused. */
    void giveBack(RingProducer toSwitch) {
        for (int ready = ready(); ready > 0 && toSwitch.room(ready) > 0; ready = ready()) {
            int count = Math.min(ready, toSwitch.room(ready));
            for (int i = 0; i < count; i++) {
                toSwitch.put(word0[i], PacketDescriptor.word1(PacketDescriptor.generation(word1[i]), 0, 0,
                        PacketDescriptor.FLAG_DROP));
            }
            used(count);
            toSwitch.publish();
        }
    }
}
