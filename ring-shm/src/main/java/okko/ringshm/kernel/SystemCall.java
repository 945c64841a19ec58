package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A system call, mostly off the packet's way: memory for its arguments, repetition when interrupted, failure as
 * exception.
 *
 * <p>All go through {@code syscall(2)}: binding a C function costs some 10 ms of start-up, and so it is paid once.
 */
final class SystemCall implements AutoCloseable {

    /** What can be asked of the kernel, with its number on x86-64. */
    enum CallNumber {
        READ(0),
        WRITE(1),
        OPEN(2),
        CLOSE(3),
        FSTAT(5),
        POLL(7),
        MMAP(9),
        MUNMAP(11),
        IOCTL(16),
        MADVISE(28),
        GETPID(39),
        SOCKET(41),
        CONNECT(42),
        SENDTO(44),
        RECVFROM(45),
        SENDMSG(46),
        RECVMSG(47),
        BIND(49),
        LISTEN(50),
        SETSOCKOPT(54),
        GETSOCKOPT(55),
        FCNTL(72),
        UNLINK(87),
        FCHMOD(91),
        GETEUID(107),
        GETEGID(108),
        SCHED_SETAFFINITY(203),
        SCHED_GETAFFINITY(204),
        IO_SETUP(206),
        IO_DESTROY(207),
        IO_GETEVENTS(208),
        IO_SUBMIT(209),
        TIMERFD_CREATE(283),
        FALLOCATE(285),
        TIMERFD_SETTIME(286),
        ACCEPT4(288),
        EVENTFD2(290),
        MEMFD_CREATE(319),
        BPF(321),
        PREADV2(327),
        PIDFD_SEND_SIGNAL(424),
        PIDFD_OPEN(434);

        private final long value;

        CallNumber(long value) {
            this.value = value;
        }
    }

    private static final int MAX_ARGUMENTS = 6;
    private static final MethodHandle SYSCALL = NativeLibrary.bind(
            "syscall",
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState = arena.allocate(NativeLibrary.callState());

    /**
     * Calls once without allocating, for what happens while packets pass.
     *
     * @param callState receives the error number, see {@link NativeLibrary#callState()}
     */
    static long direct(MemorySegment callState, CallNumber number, long first, long second, long third) {
        try {
            return (long) SYSCALL.invokeExact(callState, number.value, first, second, third, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new LinkageError("syscall", e); // the binding is wrong: the kernel does not throw
        }
    }

    /** The same, for calls with more arguments: an array of six that the caller keeps. */
    static long direct(MemorySegment callState, CallNumber number, long[] six) {
        try {
            return (long) SYSCALL.invokeExact(
                    callState, number.value, six[0], six[1], six[2], six[3], six[4], six[5]);
        } catch (Throwable e) {
            throw new LinkageError("syscall", e); // the binding is wrong: the kernel does not throw
        }
    }

    /** Calls until no signal interrupts; below 0 means failure, told by {@link #errno()}. */
    long run(CallNumber number, long... arguments) {
        long result;
        do {
            result = once(number, arguments);
        } while (result < 0 && errno() == NativeLibrary.EINTR);
        return result;
    }

    /** Calls, and throws if the call failed. */
    long require(String what, CallNumber number, long... arguments) throws KernelException {
        long result = run(number, arguments);
        if (result < 0) {
            throw failure(what);
        }
        return result;
    }

    /** Calls once, whatever comes. */
    long once(CallNumber number, long... arguments) {
        long[] six = Arrays.copyOf(arguments, MAX_ARGUMENTS);
        try {
            return (long) SYSCALL.invokeExact(
                    callState, number.value, six[0], six[1], six[2], six[3], six[4], six[5]);
        } catch (Throwable e) {
            throw new LinkageError("syscall", e); // the binding is wrong: the kernel does not throw
        }
    }

    int errno() {
        return NativeLibrary.errno(callState);
    }

    KernelException failure(String what) {
        return new KernelException(what, errno());
    }

    /** Memory for an argument, zeroed; lasts as long as this call. */
    MemorySegment bytes(long count) {
        return arena.allocate(count, Long.BYTES);
    }

    /** Address of a text that ends with a zero. */
    long text(String text) {
        return arena.allocateFrom(text).address();
    }

    @Override
    public void close() {
        arena.close();
    }
}
