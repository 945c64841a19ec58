package okko.ringshm.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A system call off the packet's way: memory for its arguments, repetition when interrupted, failure as exception. */
final class SystemCall implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState = arena.allocate(NativeLibrary.callState());

    /** The call itself: receives the segment for errno, returns what the C function returned. */
    @FunctionalInterface
    interface Body {
        long invoke(MemorySegment callState) throws Throwable;
    }

    /** Calls until a signal no longer interrupts; below 0 means failure, told by {@link #errno()}. */
    long run(Body body) {
        long result;
        do {
            result = once(body);
        } while (result < 0 && errno() == NativeLibrary.EINTR);
        return result;
    }

    /** Calls, and throws if the call failed. */
    long require(String what, Body body) throws KernelException {
        long result = run(body);
        if (result < 0) {
            throw failure(what);
        }
        return result;
    }

    /** Calls once, whatever comes. */
    long once(Body body) {
        try {
            return body.invoke(callState);
        } catch (Throwable e) {
            throw new LinkageError("a system call could not be made", e); // the binding is wrong, not the argument
        }
    }

    int errno() {
        return NativeLibrary.errno(callState);
    }

    KernelException failure(String what) {
        return new KernelException(what, errno());
    }

    MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    MemorySegment bytes(long count) {
        return arena.allocate(count, Long.BYTES);
    }

    @Override
    public void close() {
        arena.close();
    }
}
