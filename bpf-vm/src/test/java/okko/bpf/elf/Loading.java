package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Loads what may be hostile, and holds the loader to its bounds. */
final class Loading {

    /** All that is allocated on the way counts, not only what is alive at one time. */
    private static final long MAX_BYTES = 64L << 20;

    /** A load takes milliseconds; what takes this long would take for ever. */
    private static final long MAX_NS = 10_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Loading() {}

    /** What came of it. */
    enum Outcome { LOADED, REFUSED }

    /** What may be refused. */
    @FunctionalInterface
    interface Load {

        /** Loads. */
        void run() throws ElfException;
    }

    /** Runs a load and checks what it took and, if it was refused, how. */
    static Outcome measured(String name, Load load) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        Outcome outcome = Outcome.LOADED;
        try {
            load.run();
        } catch (ElfException refusal) {
            outcome = Outcome.REFUSED;
            assertThat(refusal.getMessage()).as(name).isNotBlank().doesNotContain("\n");
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(name, failure);
        }
        assertThat(System.nanoTime() - start).as("nanoseconds of " + name).isLessThan(MAX_NS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).as("bytes of " + name).isLessThan(MAX_BYTES);
        return outcome;
    }
}
