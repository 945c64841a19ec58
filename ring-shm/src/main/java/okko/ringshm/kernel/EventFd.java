package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * A counter in the kernel that one process raises to wake another, {@code eventfd(2)}. Never waits unless told to: a
 * peer that floods it, or empties it, costs nobody else anything. Nothing but making one allocates.
 */
public final class EventFd implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private final int descriptor;
    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    /** What {@link #signal} adds. Never written again, so any threads may signal at the same time. */
    private final MemorySegment one = Arena.ofAuto().allocateFrom(JAVA_LONG, 1);
    private final MemorySegment discarded = Arena.ofAuto().allocate(JAVA_LONG);
    private final PollSet poll = new PollSet(1);

    private EventFd(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Makes a counter of 0.
     *
     * @return to be closed
     * @throws KernelException if this process has no descriptors left
     */
    public static EventFd create() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return new EventFd((int) call.require("eventfd", CallNumber.EVENTFD2, 0, EFD_CLOEXEC_NONBLOCK));
        }
    }

    /**
     * Takes over a counter that another process has made.
     *
     * @param descriptor as received; closed with this object
     * @return to be closed
     */
    public static EventFd of(int descriptor) {
        return new EventFd(descriptor);
    }

    /** Wakes whoever waits, now or the next time; any thread may. If the counter is full, that is as good. */
    public void signal() {
        SystemCall.direct(callState, CallNumber.WRITE, descriptor, one.address(), Long.BYTES);
    }

    /** Sets the counter to 0; one thread at a time. */
    public void clear() {
        SystemCall.direct(callState, CallNumber.READ, descriptor, discarded.address(), Long.BYTES);
    }

    /**
     * Waits until the counter is not 0, a signal comes or the time is over; one thread at a time.
     *
     * @param timeoutMs longest wait, milliseconds
     * @return whether the counter is not 0
     */
    public boolean await(int timeoutMs) {
        poll.clear();
        poll.add(descriptor);
        return poll.await(timeoutMs) > 0;
    }

    /** {@return the descriptor, to be polled or sent; it stays this object's own} */
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        OpenFile.close(descriptor);
    }
}
