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
    private static final int RWF_NOWAIT = 8;
    private static final long AT_ITS_POSITION = -1;

    private final int descriptor;
    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    /** What {@link #signal} adds. Never written again, so any threads may signal at the same time. */
    private final MemorySegment one = Arena.ofAuto().allocateFrom(JAVA_LONG, 1);
    private final MemorySegment discarded = Arena.ofAuto().allocate(JAVA_LONG);
    /** {@code struct iovec} of {@link #discarded}. */
    private final MemorySegment vector = Arena.ofAuto().allocate(JAVA_LONG, 2);
    private final long[] readArguments;
    private final PollSet poll = new PollSet(1);

    /** Null if nobody else who holds the counter is to be feared. */
    private final Signaller signaller;

    private final Origin origin;

    private EventFd(int descriptor, Signaller signaller, Origin origin) {
        this.descriptor = descriptor;
        this.signaller = signaller;
        this.origin = origin;
        vector.setAtIndex(JAVA_LONG, 0, discarded.address());
        vector.setAtIndex(JAVA_LONG, 1, Long.BYTES);
        readArguments = new long[] {descriptor, vector.address(), 1, AT_ITS_POSITION, 0, RWF_NOWAIT};
    }

    /** Whose the counter is. */
    private enum Origin {
        /** This process made it; those who were given it are not trusted. */
        OWN,
        /** A process made it whose word is good here: the switch's, in a processor. */
        RECEIVED
    }

    /**
     * Makes a counter of 0.
     *
     * @return to be closed
     * @throws KernelException if this process has no descriptors left
     */
    public static EventFd create() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            int descriptor = (int) call.require("eventfd", CallNumber.EVENTFD2, 0, EFD_CLOEXEC_NONBLOCK);
            return new EventFd(descriptor, null, Origin.OWN);
        }
    }

    /**
     * Makes a counter of 0 that somebody else will hold who may want to stop this process.
     *
     * @param signaller that raises it
     * @return to be closed; {@link #signal} is for the signaller's thread only
     * @throws KernelException if this process has no descriptors left
     */
    public static EventFd create(Signaller signaller) throws KernelException {
        return new EventFd(signaller.newCounter(), signaller, Origin.OWN);
    }

    /**
     * Takes over a counter that another process has made.
     *
     * @param descriptor as received; closed with this object
     * @return to be closed
     */
    public static EventFd of(int descriptor) {
        return new EventFd(descriptor, null, Origin.RECEIVED);
    }

    /**
     * Wakes whoever waits, now or the next time; any thread may, unless a {@link Signaller} does it. If the counter is
     * full, that is as good.
     */
    public void signal() {
        if (signaller == null) {
            SystemCall.direct(callState, CallNumber.WRITE, descriptor, one.address(), Long.BYTES);
        } else {
            signaller.raise(descriptor);
        }
    }

    /** Sets the counter to 0; one thread at a time. */
    public void clear() {
        // Not read(2): who else holds the counter may have made that wait, and have emptied it.
        long count = SystemCall.direct(callState, CallNumber.PREADV2, readArguments);
        if (count < 0 && origin == Origin.RECEIVED && NativeLibrary.errno(callState) == NativeLibrary.EOPNOTSUPP) {
            // A Signaller's timer, under a kernel that knows no such read of timers.
            SystemCall.direct(callState, CallNumber.READ, descriptor, discarded.address(), Long.BYTES);
        }
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
