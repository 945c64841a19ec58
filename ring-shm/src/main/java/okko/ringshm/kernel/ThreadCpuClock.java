package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The processor time that the calling thread has used, {@code CLOCK_THREAD_CPUTIME_ID}; see clock_gettime(2). */
public final class ThreadCpuClock {

    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private ThreadCpuClock() {}

    /** {@return nanoseconds of processor time, user and system, of the calling thread since it started} */
    public static long nanoTime() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
            int _ = (int) CLOCK_GETTIME.invokeExact(CLOCK_THREAD_CPUTIME_ID, time);
            return time.get(JAVA_LONG, 0) * NS_PER_SECOND + time.get(JAVA_LONG, JAVA_LONG.byteSize());
        } catch (Throwable e) {
            throw new LinkageError("clock_gettime", e);
        }
    }
}
