package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Raises counters that a hostile process holds too. Confined to the thread that signals.
 *
 * <p>Whether a write to an eventfd waits while the counter is full is said by a flag of the open file, and whoever
 * holds the descriptor can change that flag: he fills the counter, and a plain write stops the writer for ever. So the
 * kernel raises the counter here, as the completion of a request, which never waits: {@code io_submit(2)} of a poll
 * that is ready at once.
 *
 * <p>Where the kernel takes no such requests, the counter is a {@code timerfd(2)} instead, and signalled by letting it
 * expire: that never waits either, nor can its reader tell the two apart, but it costs a timer interrupt.
 */
public final class Signaller implements AutoCloseable {

    private static final int REQUESTS = 16;
    private static final int EVENT_BYTES = 32;

    // struct iocb, <linux/aio_abi.h>
    private static final int REQUEST_BYTES = 64;
    private static final int OPCODE_OFFSET = 16;
    private static final int DESCRIPTOR_OFFSET = 20;
    private static final int EVENTS_OFFSET = 24;
    private static final int FLAGS_OFFSET = 56;
    private static final int SIGNALLED_DESCRIPTOR_OFFSET = 60;
    private static final short OPCODE_POLL = 5;
    private static final int FLAG_SIGNAL = 1;
    private static final long POLLIN = 1;

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int TFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int CLOCK_MONOTONIC = 1;
    /** In {@link #context}: counters are timers. */
    private static final long NONE = 0;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment callState = arena.allocate(NativeLibrary.callState());
    private final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
    private final MemorySegment requests = arena.allocateFrom(JAVA_LONG, request.address());
    private final MemorySegment completions = arena.allocate((long) REQUESTS * EVENT_BYTES, Long.BYTES);
    private final MemorySegment noTime = arena.allocate(2L * Long.BYTES, Long.BYTES);
    /** {@code struct itimerspec}: once, after a nanosecond. */
    private final MemorySegment atOnce = arena.allocateFrom(JAVA_LONG, 0, 0, 0, 1);
    private final long[] expireArguments = {0, 0, atOnce.address(), 0, 0, 0};
    private final EventFd alwaysReady;
    private final long context;
    private final String fallBack;
    private final long[] reapArguments;

    private Signaller(EventFd alwaysReady, long context, String fallBack) {
        this.alwaysReady = alwaysReady;
        this.context = context;
        this.fallBack = fallBack;
        reapArguments = new long[] {context, 0, REQUESTS, completions.address(), noTime.address(), 0};
        request.set(JAVA_SHORT, OPCODE_OFFSET, OPCODE_POLL);
        request.set(JAVA_INT, DESCRIPTOR_OFFSET, alwaysReady.descriptor());
        request.set(JAVA_LONG, EVENTS_OFFSET, POLLIN);
        request.set(JAVA_INT, FLAGS_OFFSET, FLAG_SIGNAL);
    }

    /**
     * Makes a signaller.
     *
     * @return to be closed
     * @throws KernelException if this process has no descriptors left
     */
    public static Signaller create() throws KernelException {
        EventFd alwaysReady = EventFd.create();
        alwaysReady.signal();
        try (SystemCall call = new SystemCall()) {
            MemorySegment context = call.bytes(Long.BYTES);
            call.require("io_setup", CallNumber.IO_SETUP, REQUESTS, context.address());
            return new Signaller(alwaysReady, context.get(JAVA_LONG, 0), "");
        } catch (KernelException e) {
            return new Signaller(alwaysReady, NONE, e.getMessage());
        }
    }

    /** A signaller as it is where the kernel takes no asynchronous requests. */
    static Signaller byTimers(String reason) throws KernelException {
        return new Signaller(EventFd.create(), NONE, reason);
    }

    /** {@return why the kernel takes no asynchronous requests, so that signals cost more; empty if it does} */
    public Optional<String> fallBack() {
        return fallBack.isEmpty() ? Optional.empty() : Optional.of(fallBack);
    }

    /** Makes a counter of 0 that this signaller can raise. */
    int newCounter() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return (int) (context == NONE
                    ? call.require("timerfd", CallNumber.TIMERFD_CREATE, CLOCK_MONOTONIC, TFD_CLOEXEC_NONBLOCK)
                    : call.require("eventfd", CallNumber.EVENTFD2, 0, EFD_CLOEXEC_NONBLOCK));
        }
    }

    /** Raises a counter by 1; if it is full, that is as good. */
    void raise(int descriptor) {
        if (context == NONE) {
            expireArguments[0] = descriptor;
            SystemCall.direct(callState, CallNumber.TIMERFD_SETTIME, expireArguments);
            return;
        }
        request.set(JAVA_INT, SIGNALLED_DESCRIPTOR_OFFSET, descriptor);
        if (submit() < 1) {
            SystemCall.direct(callState, CallNumber.IO_GETEVENTS, reapArguments);
            submit();
        }
    }

    /** Fails only if completions of earlier requests, which nobody wants, fill their queue. */
    private long submit() {
        return SystemCall.direct(callState, CallNumber.IO_SUBMIT, context, 1, requests.address());
    }

    @Override
    public void close() {
        if (context != NONE) {
            SystemCall.direct(callState, CallNumber.IO_DESTROY, context, 0, 0);
        }
        alwaysReady.close();
    }
}
