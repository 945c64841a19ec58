package okko.eval.speed;

import java.io.IOException;
import java.util.Arrays;
import okko.bpf.engine.BpfFunction;

/**
 * Times a function: a warm-up, then rounds of equally many passes over the packets. The best round is the one that the
 * rest of the machine disturbed least, the median says how typical it is. Where the function has a twin in C, their
 * rounds take turns, so that a disturbance meets both.
 */
public final class Rounds {

    /** Few enough for a short measurement, enough for a median. */
    private static final int MIN_COUNT = 25;
    private static final int MAX_COUNT = 999;

    /** Short rounds, so that some are undisturbed. */
    private static final long ROUND_NS = 10_000_000L;

    /** Long enough for the JIT's last compilation of a large program; the second half tells how long a pass takes. */
    private static final long WARM_UP_NS = 2_000_000_000L;

    /** Least length of one sample of the warm-up's pace. */
    private static final long SAMPLE_NS = 500_000L;

    /** At peak is a pace that takes at most so much of the best one's time. */
    private static final double NEARLY_BEST = 1.1;

    private final PacketMemory packets;
    private final BpfFunction function;
    private final NativeTwin twin;
    private final long beginNs;

    private final long[] sampleEndNs = new long[(int) (2 * WARM_UP_NS / SAMPLE_NS) + MAX_COUNT];
    private final double[] sampleNsPerRun = new double[sampleEndNs.length];
    private int samples;
    private double[] nsPerRun;
    private double[] twinNsPerRun;
    private long runs;
    private long sum;

    /**
     * Prepares.
     *
     * @param packets  in rotation
     * @param function to time, for the calling thread
     * @param twin     the same in C, or {@code null}
     * @param beginNs  when the program's loading began, {@link System#nanoTime()}
     */
    public Rounds(PacketMemory packets, BpfFunction function, NativeTwin twin, long beginNs) {
        this.packets = packets;
        this.function = function;
        this.twin = twin;
        this.beginNs = beginNs;
    }

    /**
     * Measures for about as long, the warm-up not counted; twice as long with a twin.
     *
     * @param durationNs of all rounds of the function
     * @throws IOException if the twin fails
     */
    public void measure(long durationNs) throws IOException {
        warmUp(WARM_UP_NS / 2);
        double nsPerPass = warmUp(WARM_UP_NS / 2);
        int count = Math.clamp((long) (durationNs / Math.max(ROUND_NS, nsPerPass)), MIN_COUNT, MAX_COUNT);
        long roundNs = durationNs / count;
        long passes = passesIn(roundNs, nsPerPass);
        long twinPasses = twin == null ? 0 : passesIn(roundNs, twin.warmUp(WARM_UP_NS / 8));
        nsPerRun = new double[count];
        twinNsPerRun = new double[twin == null ? 0 : count];
        for (int round = 0; round < count; round++) {
            long start = System.nanoTime();
            run(passes);
            nsPerRun[round] = note(start, System.nanoTime(), passes);
            if (twin != null) {
                twinNsPerRun[round] = twin.timeNs(twinPasses) / ((double) twinPasses * packets.size());
            }
        }
        runs = count * passes * packets.size();
        Arrays.sort(nsPerRun);
        Arrays.sort(twinNsPerRun);
    }

    /** {@return how many rounds were measured} */
    public int count() {
        return nsPerRun.length;
    }

    /** {@return nanoseconds per run of the function} */
    public Pace pace() {
        return Pace.of(nsPerRun);
    }

    /** {@return nanoseconds per run of the twin, or {@code null} if there is none} */
    public Pace twinPace() {
        return twin == null ? null : Pace.of(twinNsPerRun);
    }

    /** {@return how many runs were measured} */
    public long runs() {
        return runs;
    }

    /** {@return milliseconds from the beginning of loading until runs took at most a tenth longer than at best} */
    public double timeToPeakMs() {
        double enough = nsPerRun[0] * NEARLY_BEST;
        int first = 0;
        while (sampleNsPerRun[first] > enough) { // ends at the best round, if not before
            first++;
        }
        return (sampleEndNs[first] - beginNs) / 1e6;
    }

    /**
     * The pace in the rounds, sorted.
     *
     * @param minNs    nanoseconds per run in the best round
     * @param medianNs nanoseconds per run in the median round
     */
    public record Pace(double minNs, double medianNs) {

        private static Pace of(double[] sorted) {
            return new Pace(sorted[0], sorted[sorted.length / 2]);
        }
    }

    private static long passesIn(long ns, double nsPerPass) {
        return Math.max(1, Math.round(ns / nsPerPass));
    }

    /** Returns the nanoseconds per pass. */
    private double warmUp(long durationNs) {
        long start = System.nanoTime();
        long end = start;
        long passes = 0;
        do {
            passes += sample(end);
            end = System.nanoTime();
        } while (end - start < durationNs);
        return (end - start) / (double) passes;
    }

    /** Runs for a moment and notes the pace; returns the number of passes. */
    private long sample(long start) {
        long passes = 0;
        long end;
        do {
            run(1);
            passes++;
            end = System.nanoTime();
        } while (end - start < SAMPLE_NS);
        note(start, end, passes);
        return passes;
    }

    private double note(long start, long end, long passes) {
        double ns = (end - start) / ((double) passes * packets.size());
        sampleEndNs[samples] = end;
        sampleNsPerRun[samples++] = ns;
        return ns;
    }

    /** Keeps the sum, so that the JIT cannot leave the runs out. */
    private void run(long passes) {
        for (long pass = 0; pass < passes; pass++) {
            sum += packets.pass(function);
        }
    }
}
