package okko.ringshm.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time that the calling thread has used, {@code CLOCK_THREAD_CPUTIME_ID}; see clock_gettime(2). */
public final class ThreadCpuClock {

    /** Asks the kernel by the VM, which allocates nothing, as a call by java.lang.foreign may that is not hot. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadCpuClock() {}

    /** {@return nanoseconds of processor time, user and system, of the calling thread since it started} */
    public static long nanoTime() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
