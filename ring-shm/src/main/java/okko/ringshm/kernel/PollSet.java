package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Descriptors that one thread waits for at the same time, {@code poll(2)}. Allocates only when it grows: the set can be
 * made anew for every wait. Confined to its thread.
 */
public final class PollSet {

    // struct pollfd: int fd, short events, short revents
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int RETURNED_EVENTS_OFFSET = 6;
    private static final short POLLIN = 1;

    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    private MemorySegment pollfds;
    private int size;

    /**
     * Makes an empty set.
     *
     * @param expected descriptors; more may be added, which allocates
     */
    public PollSet(int expected) {
        pollfds = memory(expected);
    }

    private static MemorySegment memory(int descriptors) {
        return Arena.ofAuto().allocate((long) descriptors * POLLFD_BYTES, Long.BYTES);
    }

    /** Empties the set. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a descriptor.
     *
     * @param descriptor to wait for: until it has data, an error or an end
     * @return its index, which only grows until the set is emptied
     */
    public int add(int descriptor) {
        long offset = (long) size * POLLFD_BYTES;
        if (offset == pollfds.byteSize()) {
            MemorySegment larger = memory(2 * size + 1);
            larger.copyFrom(pollfds);
            pollfds = larger;
        }
        pollfds.set(JAVA_INT, offset, descriptor);
        pollfds.set(JAVA_SHORT, offset + EVENTS_OFFSET, POLLIN);
        pollfds.set(JAVA_SHORT, offset + RETURNED_EVENTS_OFFSET, (short) 0);
        return size++;
    }

    /** {@return how many descriptors are in the set} */
    public int size() {
        return size;
    }

    /**
     * Waits until a descriptor has something to say, a signal comes, or the time is over.
     *
     * @param timeoutMs longest wait, milliseconds; 0 does not wait
     * @return how many descriptors are ready; 0 too if the kernel refuses, which looking again makes up for
     */
    public int await(int timeoutMs) {
        long ready = SystemCall.direct(callState, SystemCall.CallNumber.POLL, pollfds.address(), size, timeoutMs);
        return (int) Math.max(0, ready);
    }

    /**
     * Tells what the last {@link #await} found.
     *
     * @param index of the descriptor
     * @return whether it is ready
     */
    public boolean isReady(int index) {
        return pollfds.get(JAVA_SHORT, (long) index * POLLFD_BYTES + RETURNED_EVENTS_OFFSET) != 0;
    }
}
