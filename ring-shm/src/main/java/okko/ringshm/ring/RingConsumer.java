package okko.ringshm.ring;

import java.lang.invoke.VarHandle;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The reading half of a single-producer single-consumer ring of descriptors; confined to one thread.
 *
 * <p>The producer's position is believed only if an honest producer can have written it. Slots are read as they are:
 * whoever uses a descriptor reads each word once and checks what it read. The loads are plain: the acquire of the
 * producer's position comes before them, and an opaque load would keep the JIT from holding this ring's fields in
 * registers.
 *
 * <p>A consumer that has nothing to do may sleep in the kernel until its {@link EventFd} is signalled. Before, it says
 * so in the ring and looks once more ({@link #prepareToSleep}); {@link RingProducer#publish} looks there after it has
 * published. With a full fence between the store and the load on both sides, at least one of the two sees the other.
 */
public final class RingConsumer {

    private final AtomicBuffer buffer;
    private final int tailOffset;
    private final int headOffset;
    private final int sleepsOffset;
    private final long slotsAddress;
    private final int capacity;
    private final int mask;
    private final EventFd wakeUp;
    private long head;
    private long knownTail;
    private long sleeps;

    /**
     * Becomes the consumer of a ring that its consumer has never used, and that nobody sleeps at. Writes nothing.
     *
     * @param buffer   that the ring lies in, outside of the heap
     * @param offset   of the ring, bytes, a multiple of 8
     * @param capacity in descriptors, a valid one by {@link RingDescriptor#isValidCapacity}
     */
    public RingConsumer(AtomicBuffer buffer, int offset, int capacity) {
        this(buffer, offset, capacity, null);
    }

    /**
     * Becomes the consumer of a ring that its consumer has never used. Writes nothing.
     *
     * @param buffer   that the ring lies in, outside of the heap
     * @param offset   of the ring, bytes, a multiple of 8
     * @param capacity in descriptors, a valid one by {@link RingDescriptor#isValidCapacity}
     * @param wakeUp   what the producer signals when this side sleeps; several rings may share it; stays the caller's
     */
    public RingConsumer(AtomicBuffer buffer, int offset, int capacity, EventFd wakeUp) {
        slotsAddress = RingSlots.address(buffer, offset, capacity);
        this.buffer = buffer;
        this.capacity = capacity;
        tailOffset = offset + RingDescriptor.TAIL_OFFSET;
        headOffset = offset + RingDescriptor.HEAD_OFFSET;
        sleepsOffset = offset + RingDescriptor.SLEEPS_OFFSET;
        mask = capacity - 1;
        this.wakeUp = wakeUp;
    }

    /**
     * Says how many descriptors are ready, looking at the producer's position only if none is known.
     *
     * @param limit most to return
     * @return 0 to {@code limit}
     * @throws RingCorruptException if the producer's position went backwards or runs ahead by more than the capacity
     */
    public int ready(int limit) {
        if (knownTail == head) {
            lookAtTail();
        }
        return Math.min((int) (knownTail - head), limit);
    }

    /**
     * Reads the first word of a ready descriptor, once: one load, whose result stays what it is.
     *
     * @param index 0 to {@link #ready} - 1
     * @return word 0
     */
    public long word0(int index) {
        return UnsafeApi.getLong(slot(index));
    }

    /**
     * Reads the second word of a ready descriptor, once: one load, whose result stays what it is.
     *
     * @param index 0 to {@link #ready} - 1
     * @return word 1
     */
    public long word1(int index) {
        return UnsafeApi.getLong(slot(index) + Long.BYTES);
    }

    /**
     * Gives slots back to the producer: one store-release.
     *
     * @param count how many of the ready descriptors have been dealt with
     * @throws IllegalArgumentException if so many were not ready
     */
    public void release(int count) {
        if (count < 0 || count > knownTail - head) {
            throw new IllegalArgumentException("more released than was ready: count=" + count + ", ready="
                    + (knownTail - head));
        }
        head += count;
        // Lets the producer fill the slots again; pairs with the acquire in RingProducer.lookAtHead().
        buffer.putLongRelease(headOffset, head);
    }

    /**
     * Says once that this consumer will never sleep, which saves the producer a full fence per batch.
     */
    public void neverSleeps() {
        buffer.putLongOpaque(sleepsOffset, RingDescriptor.NEVER_SLEEPS);
    }

    /**
     * Tells the producer that this side is about to sleep, and looks at the ring once more. Call {@link #awake} after
     * the sleep, or instead of it.
     *
     * @return false if there is something in the ring, so that this side must not sleep
     */
    public boolean prepareToSleep() {
        sleeps = sleeps + 1 | 1; // the next odd number, also if the last sleep ended without awake()
        buffer.putLongOpaque(sleepsOffset, sleeps);
        // Store, fence, load; pairs with the fence in RingProducer.wakeConsumer(), between the store of the tail and
        // the load of this word. Fences are in one order: if the producer's comes first, the tail is seen below; if
        // this one does, the producer sees the odd number and signals. Without both, both may look too early.
        VarHandle.fullFence();
        // Acquire as in lookAtTail(), though no slot is read here. A position that cannot be true counts as
        // something, so that ready() finds it.
        return buffer.getLongAcquire(tailOffset) == head;
    }

    /** Tells the producer that this side need not be woken. What it signals all the same wakes once, for nothing. */
    public void awake() {
        sleeps = sleeps + 1 & -2; // the next even number, or the one that is there
        buffer.putLongOpaque(sleepsOffset, sleeps);
    }

    /** {@return what the producer signals when this side sleeps; null if nobody sleeps at this ring} */
    public EventFd wakeUp() {
        return wakeUp;
    }

    /**
     * Measures how far this side is behind.
     *
     * @return how many published descriptors have not been released yet, by the producer's current position
     * @throws RingCorruptException if the producer's position went backwards or runs ahead by more than the capacity
     */
    public int depth() {
        lookAtTail();
        return (int) (knownTail - head);
    }

    private long slot(int index) {
        return slotsAddress + ((int) (head + index) & mask) * PacketDescriptor.SIZE_BYTES;
    }

    private void lookAtTail() {
        // Sees the slots before the tail; pairs with the release in RingProducer.publish().
        long tail = buffer.getLongAcquire(tailOffset);
        if (tail < knownTail || tail > head + capacity) {
            throw new RingCorruptException("the producer's position must lie between " + knownTail + " and "
                    + (head + capacity) + ": tail=" + tail);
        }
        knownTail = tail;
    }
}
