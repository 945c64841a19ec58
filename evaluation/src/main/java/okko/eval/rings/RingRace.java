package okko.eval.rings;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okko.eval.run.JavaCommand;
import okko.eval.stat.Estimate;
import okko.eval.stat.Estimator;

/**
 * Times the two ends in Java beside those in C, in turns: C, Java, C. Two times C in a round tell what the machine's
 * noise alone makes of equal things. Rounds are short and many, so that some of them meet an idle machine: what else
 * runs there can only make a round slower.
 */
public final class RingRace implements AutoCloseable {

    /** Descriptors per ring: four times what the round trip has on its way. */
    private static final int CAPACITY = 4096;

    private static final long FILE_BYTES = 8L << 20;
    private static final long WARM_UP_NS = 3_000_000_000L;
    private static final long ROUND_NS = 5_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final int FEWEST_ROUNDS = 11;
    private static final long SEED = 1;
    private static final double TOLERANCE = 0.1;
    private static final double DESCRIPTORS_PER_NS_TO_MILLIONS = 1e3;
    private static final List<String> COMPILER = List.of("gcc", "-O2", "-o");

    private final Path directory;
    private final Path program;

    private RingRace(Path directory, Path program) {
        this.directory = directory;
        this.program = program;
    }

    /**
     * Compiles the ends in C.
     *
     * @return to be closed
     * @throws IOException if there is no gcc, or it refuses the source
     */
    public static RingRace prepare() throws IOException {
        Path directory = Files.createTempDirectory("okko-rings");
        Path source = directory.resolve("ring.c");
        try (InputStream in = RingRace.class.getResourceAsStream("ring.c")) {
            Files.copy(in, source);
        }
        Path program = directory.resolve("ring");
        var command = new ArrayList<>(COMPILER);
        command.addAll(List.of(program.toString(), source.toString()));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (compiler.waitFor() != 0) {
                throw new IOException("gcc refuses " + source + "\n" + messages.stripTrailing());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while gcc ran", e);
        }
        return new RingRace(directory, program);
    }

    /**
     * What came out for one shape. Rates are in millions of descriptors per second.
     *
     * @param shape          what crossed
     * @param rounds         how many were measured
     * @param c              rate of the C ends
     * @param java           rate of the Java ends
     * @param javaToC        rate of Java over that of C, by round
     * @param cToC           rate of C over that of C, by round: what noise does
     * @param fastest        of all rounds
     * @param allocatedBytes by both Java ends in all rounds but the warm-up
     */
    public record Result(RingShape shape, int rounds, Estimate c, Estimate java, Estimate javaToC, Estimate cToC,
            Fastest fastest, long allocatedBytes) {

        /** {@return whether equal things measured equal: the fastest rounds of C differ by less than a tenth} */
        public boolean isStable() {
            return Math.abs(fastest.cToC() - 1) < TOLERANCE;
        }
    }

    /**
     * Rates of the fastest rounds, in millions of descriptors per second.
     *
     * @param c     of the C ends, before Java's turn
     * @param java  of the Java ends
     * @param again of the C ends, after Java's turn
     */
    public record Fastest(double c, double java, double again) {

        static Fastest of(double[] c, double[] java, double[] again) {
            return new Fastest(Arrays.stream(c).max().orElseThrow(), Arrays.stream(java).max().orElseThrow(),
                    Arrays.stream(again).max().orElseThrow());
        }

        /** {@return Java's over C's, the better of the two} */
        public double javaToC() {
            return java / Math.max(c, again);
        }

        /** {@return that of C over that of C} */
        public double cToC() {
            return again / c;
        }
    }

    /**
     * Measures one shape.
     *
     * @param shape     what crosses
     * @param seconds   about how long, the warm-up not counted
     * @return what came out
     * @throws IOException if an end fails, or the ends read different things
     */
    public Result measure(RingShape shape, double seconds) throws IOException {
        try (RingPair c = startNative(shape); RingPair java = startJava(shape)) {
            long javaCount = warmUp(java, WARM_UP_NS);
            long cCount = warmUp(c, WARM_UP_NS / 10);
            long count = Math.min(javaCount, cCount);
            var rates = new Rates();
            long endNs = System.nanoTime() + (long) (seconds * NS_PER_SECOND);
            long allocated = 0;
            while (rates.rounds() < FEWEST_ROUNDS || System.nanoTime() - endNs < 0) {
                RingPair.Outcome first = c.round(count);
                RingPair.Outcome ours = java.round(count);
                RingPair.Outcome second = c.round(count);
                if (!first.fold().equals(ours.fold()) || !first.fold().equals(second.fold())) {
                    throw new IOException("%s: the ends read different descriptors: C %s, Java %s, C %s"
                            .formatted(shape.label(), first.fold(), ours.fold(), second.fold()));
                }
                rates.add(rate(count, first), rate(count, ours), rate(count, second));
                allocated += ours.allocated();
            }
            return rates.result(shape, allocated);
        }
    }

    /** Of all rounds so far. */
    private static final class Rates {

        private final List<Double> c = new ArrayList<>();
        private final List<Double> java = new ArrayList<>();
        private final List<Double> again = new ArrayList<>();

        int rounds() {
            return c.size();
        }

        void add(double first, double ours, double second) {
            c.add(first);
            java.add(ours);
            again.add(second);
        }

        Result result(RingShape shape, long allocatedBytes) {
            double[] cRates = array(c);
            double[] javaRates = array(java);
            double[] againRates = array(again);
            var estimator = new Estimator(SEED);
            return new Result(shape, rounds(), estimator.estimateMedian(cRates), estimator.estimateMedian(javaRates),
                    estimator.estimateRatio(javaRates, cRates), estimator.estimateRatio(againRates, cRates),
                    Fastest.of(cRates, javaRates, againRates), allocatedBytes);
        }

        private static double[] array(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    private static double rate(long count, RingPair.Outcome outcome) {
        return DESCRIPTORS_PER_NS_TO_MILLIONS * count / outcome.nanoseconds();
    }

    /** Runs for a while; returns how many descriptors make a round. */
    private static long warmUp(RingPair pair, long durationNs) throws IOException {
        long endNs = System.nanoTime() + durationNs;
        long count = RingRound.BATCH;
        long tookNs = pair.round(count).nanoseconds();
        while (System.nanoTime() - endNs < 0) {
            if (tookNs < ROUND_NS) {
                count *= 2;
            }
            tookNs = pair.round(count).nanoseconds();
        }
        return count;
    }

    private RingPair startNative(RingShape shape) throws IOException {
        Path memory = Files.createTempFile(Path.of("/dev/shm"), "okko-rings", "");
        try (var file = new RandomAccessFile(memory.toFile(), "rw")) {
            file.setLength(FILE_BYTES);
            Process switchEnd = start(0, List.of(program.toString(), shape.switchRole(), memory.toString(),
                    Integer.toString(CAPACITY)));
            Process processorEnd = start(1, List.of(program.toString(), shape.processorRole(), memory.toString(),
                    Integer.toString(CAPACITY)));
            RingPair pair = new RingPair(shape, switchEnd, processorEnd);
            pair.round(RingRound.BATCH); // both have the file open now, and it can lose its name
            return pair;
        } finally {
            Files.delete(memory);
        }
    }

    private RingPair startJava(RingShape shape) throws IOException {
        String socket = directory.resolve(shape.switchRole() + ".socket").toString();
        JavaCommand java = JavaCommand.likeThisOne().running(RingEnd.class.getName());
        Process switchEnd = start(0, java.with(shape.switchRole(), socket, Integer.toString(CAPACITY)));
        RingPair.await(RingEnd.LISTENING, switchEnd);
        Process processorEnd = start(1, java.with(shape.processorRole(), socket));
        RingPair.await(RingEnd.ATTACHED, processorEnd);
        return new RingPair(shape, switchEnd, processorEnd);
    }

    /** Each end has a processor of its own, so that the scheduler is not measured. */
    private static Process start(int cpu, List<String> command) throws IOException {
        var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(cpu)));
        pinned.addAll(command);
        return new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
