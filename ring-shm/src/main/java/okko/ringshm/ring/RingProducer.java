package okko.ringshm.ring;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The writing half of a single-producer single-consumer ring of descriptors; confined to one thread.
 *
 * <p>It trusts nothing that it reads from the ring: its own position is kept here, and the consumer's is believed only
 * if an honest consumer can have written it. So the worst that the other side can do is to end the attachment.
 */
public final class RingProducer {

    private final AtomicBuffer buffer;
    private final int tailOffset;
    private final int headOffset;
    private final int sleepsOffset;
    private final long slotsAddress;
    private final int capacity;
    private final int mask;
    private final EventFd wakeUp;
    private final AtomicLong wakeUps = new AtomicLong();
    private long tail;
    private long published;
    private long knownHead;
    private long endedSleep;

    /**
     * Becomes the producer of a ring that has never been used, and whose consumer never sleeps. Writes nothing.
     *
     * @param buffer   that the ring lies in, outside of the heap
     * @param offset   of the ring, bytes, a multiple of 8
     * @param capacity in descriptors, a valid one by {@link RingDescriptor#isValidCapacity}
     */
    public RingProducer(AtomicBuffer buffer, int offset, int capacity) {
        this(buffer, offset, capacity, null);
    }

    /**
     * Becomes the producer of a ring that has never been used. Writes nothing.
     *
     * @param buffer   that the ring lies in, outside of the heap
     * @param offset   of the ring, bytes, a multiple of 8
     * @param capacity in descriptors, a valid one by {@link RingDescriptor#isValidCapacity}
     * @param wakeUp   what the consumer sleeps on; stays the caller's
     */
    public RingProducer(AtomicBuffer buffer, int offset, int capacity, EventFd wakeUp) {
        slotsAddress = RingSlots.address(buffer, offset, capacity);
        this.buffer = buffer;
        this.capacity = capacity;
        tailOffset = offset + RingDescriptor.TAIL_OFFSET;
        headOffset = offset + RingDescriptor.HEAD_OFFSET;
        sleepsOffset = offset + RingDescriptor.SLEEPS_OFFSET;
        mask = capacity - 1;
        this.wakeUp = wakeUp;
    }

    /** {@return how many descriptors the ring holds} */
    public int capacity() {
        return capacity;
    }

    /**
     * Says how many descriptors fit now, looking at the consumer's position only if fewer than {@code wanted} seem to.
     *
     * @param wanted how many the caller would like to put, 1 or more
     * @return 0 to capacity; may be less than {@code wanted}
     * @throws RingCorruptException if the consumer's position went backwards or overtook the producer's
     */
    public int room(int wanted) {
        int room = capacity - (int) (tail - knownHead);
        if (room < wanted) {
            lookAtHead();
            room = capacity - (int) (tail - knownHead);
        }
        return room;
    }

    /**
     * Writes a descriptor behind those put before; the consumer does not see it before {@link #publish()}.
     *
     * @param word0 first word
     * @param word1 second word
     * @throws IllegalStateException if more are put than {@link #room} allowed
     */
    public void put(long word0, long word1) {
        if (tail - knownHead >= capacity) {
            throw new IllegalStateException("put into a full ring: capacity=" + capacity + ", tail=" + tail);
        }
        long slot = slotsAddress + ((int) tail & mask) * PacketDescriptor.SIZE_BYTES;
        UnsafeApi.putLong(slot, word0);
        UnsafeApi.putLong(slot + Long.BYTES, word1);
        tail++;
    }

    /**
     * Shows the consumer all descriptors put so far, however many they are, and wakes it if it sleeps: one
     * store-release, and one full fence if the consumer is one that sleeps at times.
     */
    public void publish() {
        // Publishes the slots; pairs with the acquire in RingConsumer.lookAtTail().
        buffer.putLongRelease(tailOffset, tail);
        published = tail;
        if (wakeUp != null && mustWake()) {
            wakeUp.signal();
        }
    }

    /**
     * Looks, after the tail was stored, whether the consumer sleeps. True at most once per sleep: a consumer that
     * leaves its word as it is makes this side signal no more.
     */
    boolean mustWake() {
        if (buffer.getLongOpaque(sleepsOffset) == RingDescriptor.NEVER_SLEEPS) {
            return false; // said once and for ever: needs no order
        }
        // Store of the tail, fence, load; pairs with the fence in RingConsumer.prepareToSleep(), which says why.
        VarHandle.fullFence();
        long sleeps = buffer.getLongOpaque(sleepsOffset);
        if ((sleeps & 1) == 0 || sleeps == endedSleep) {
            return false;
        }
        endedSleep = sleeps;
        wakeUps.setOpaque(wakeUps.getPlain() + 1); // opaque: for listings only
        return true;
    }

    /** {@return how often the consumer slept and had to be woken; read by any thread} */
    public long wakeUps() {
        return wakeUps.getOpaque();
    }

    /**
     * Measures how far the consumer is behind.
     *
     * @return how many published descriptors the consumer has not released yet, by its current position
     * @throws RingCorruptException if the consumer's position went backwards or overtook the producer's
     */
    public long depth() {
        lookAtHead();
        return published - knownHead;
    }

    private void lookAtHead() {
        // The consumer has read the slots before its head; pairs with the release in RingConsumer.release().
        long head = buffer.getLongAcquire(headOffset);
        if (head < knownHead || head > published) {
            throw new RingCorruptException("the consumer's position must lie between " + knownHead + " and " + published
                    + ": head=" + head);
        }
        knownHead = head;
    }
}
