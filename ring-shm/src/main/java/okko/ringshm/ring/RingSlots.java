package okko.ringshm.ring;

import okko.ringshm.layout.RingDescriptor;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Where a ring's slots are. Both halves reach them by address, without asking the buffer for its bounds each time: a
 * slot's number is a position modulo the capacity, so what is checked here holds for all of them.
 */
final class RingSlots {

    private RingSlots() {}

    /**
     * Checks that a ring lies in a buffer whole.
     *
     * @param buffer   outside of the heap; must live as long as the address is used
     * @param offset   of the ring, bytes
     * @param capacity in descriptors
     * @return address of the first slot
     */
    static long address(AtomicBuffer buffer, int offset, int capacity) {
        if (!RingDescriptor.isValidCapacity(capacity)) {
            throw new IllegalArgumentException("capacity must be a power of two from " + RingDescriptor.MIN_CAPACITY
                    + " to " + RingDescriptor.MAX_CAPACITY + ": capacity=" + capacity);
        }
        buffer.boundsCheck(offset, RingDescriptor.sizeBytes(capacity));
        if (buffer.byteArray() != null) {
            throw new IllegalArgumentException("a ring must lie outside of the heap, which moves what it holds");
        }
        return buffer.addressOffset() + offset + RingDescriptor.SLOTS_OFFSET;
    }
}
