package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** Asks whether a descriptor has something to say. */
final class Poll {

    // struct pollfd: int fd, short events, short revents
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final short POLLIN = 1;

    private Poll() {}

    /** Waits up to {@code timeoutMs} (0: does not wait) for data, the end of the stream, an error, or a death. */
    static boolean isReady(int descriptor, int timeoutMs) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment pollfd = call.bytes(POLLFD_BYTES);
            pollfd.set(JAVA_INT, 0, descriptor);
            pollfd.set(JAVA_SHORT, EVENTS_OFFSET, POLLIN);
            return call.require("poll", SystemCall.CallNumber.POLL, pollfd.address(), 1, timeoutMs) > 0;
        }
    }
}
