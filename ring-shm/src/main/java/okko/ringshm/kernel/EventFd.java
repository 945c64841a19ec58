package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * A counter in the kernel that one process raises to wake another, {@code eventfd(2)}. Never waits unless told to: a
 * peer that floods it, or empties it, costs nobody else anything.
 */
public final class EventFd implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private final int descriptor;

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

    /** Wakes whoever waits, now or the next time. If the counter is full already, that is as good. */
    public void signal() {
        try (SystemCall call = new SystemCall()) {
            MemorySegment one = call.bytes(Long.BYTES);
            one.set(JAVA_LONG, 0, 1);
            call.run(CallNumber.WRITE, descriptor, one.address(), Long.BYTES);
        }
    }

    /** Sets the counter to 0. */
    public void clear() {
        try (SystemCall call = new SystemCall()) {
            call.run(CallNumber.READ, descriptor, call.bytes(Long.BYTES).address(), Long.BYTES);
        }
    }

    /**
     * Waits until the counter is not 0.
     *
     * @param timeoutMs longest wait, milliseconds
     * @return false if the time is over
     * @throws KernelException if the kernel refuses
     */
    public boolean await(int timeoutMs) throws KernelException {
        return Poll.isReady(descriptor, timeoutMs);
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
