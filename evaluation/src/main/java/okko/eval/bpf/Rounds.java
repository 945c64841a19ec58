package okko.eval.bpf;

import java.util.Arrays;
import okko.bpf.engine.BpfFunction;

/**
 * Times a function: a warm-up, then rounds of equally many passes over the packets. The best round is the one that the
 * rest of the machine disturbed least, the median says how typical it is.
 */
final class Rounds {

    /** How many rounds are measured: short ones, so that some are undisturbed. */
    static final int COUNT = 25;

    /** Long enough for the JIT's last compilation of a large program; the second half tells how long a pass takes. */
    private static final long WARM_UP_NS = 2_000_000_000L;

    private final PacketMemory packets;
    private final BpfFunction function;
    private final double[] nsPerRun = new double[COUNT];
    private long runs;
    private long sum;

    Rounds(PacketMemory packets, BpfFunction function) {
        this.packets = packets;
        this.function = function;
    }

    /** Measures for about as long, the warm-up not counted. */
    void measure(long durationNs) {
        warmUp(WARM_UP_NS / 2);
        double nsPerPass = warmUp(WARM_UP_NS / 2);
        long passes = Math.max(1, Math.round(durationNs / (COUNT * nsPerPass)));
        for (int round = 0; round < COUNT; round++) {
            long start = System.nanoTime();
            run(passes);
            nsPerRun[round] = (System.nanoTime() - start) / ((double) passes * packets.size());
        }
        runs = COUNT * passes * packets.size();
        Arrays.sort(nsPerRun);
    }

    /** {@return nanoseconds per run in the best round} */
    double nsPerRunMin() {
        return nsPerRun[0];
    }

    /** {@return nanoseconds per run in the median round} */
    double nsPerRunMedian() {
        return nsPerRun[COUNT / 2];
    }

    /** {@return how many runs were measured} */
    long runs() {
        return runs;
    }

    /** Returns the nanoseconds per pass. */
    private double warmUp(long durationNs) {
        long start = System.nanoTime();
        long passes = 0;
        do {
            run(1);
            passes++;
        } while (System.nanoTime() - start < durationNs);
        return (System.nanoTime() - start) / (double) passes;
    }

    /** Keeps the sum, so that the JIT cannot leave the runs out. */
    private void run(long passes) {
        for (long pass = 0; pass < passes; pass++) {
            sum += packets.pass(function);
        }
    }
}
