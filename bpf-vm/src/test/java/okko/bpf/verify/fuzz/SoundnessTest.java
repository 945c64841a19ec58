package okko.bpf.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.fuzz.Examiner.Answer;
import okko.bpf.verify.fuzz.Examiner.Outcome;
import okko.bpf.verify.fuzz.Generator.Kind;
import okko.bpf.verify.fuzz.Generator.Specimen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The verifier's promise, tried out: a program that is accepted never faults in the interpreter that checks everything,
 * reads nothing that it has not written, gives no address away, and stays inside what was computed of it.
 */
class SoundnessTest {

    private static final int THREADS = 2;
    private static final int PROGRAMS = 10_000;
    private static final int NIGHTLY_PROGRAMS = 1_000_000;
    private static final long FIRST_SEED = 0;
    private static final int MAX_FAILURES = 5;
    private static final double LEAST_SHARE = 0.10;
    private static final double GREATEST_SHARE = 0.60;

    @Test
    void shouldHoldWhatIsPromisedOfRandomProgramsAndMutants() throws Exception {
        run(Long.getLong("okko.seed", FIRST_SEED), PROGRAMS);
    }

    /** As many accepted programs as the property {@code okko.programs} says, of new seeds unless it names the first. */
    @Test
    @Tag("nightly")
    void shouldHoldWhatIsPromisedOfAMillionProgramsAndMutants() throws Exception {
        run(Long.getLong("okko.seed", System.nanoTime()), Integer.getInteger("okko.programs", NIGHTLY_PROGRAMS));
    }

    private static void run(long firstSeed, int programs) throws Exception {
        List<ProgramImage> corpus = Corpus.read();
        List<byte[]> frames = Packets.recorded();
        var next = new AtomicLong(firstSeed);
        Map<Kind, LongAdder> tried = counters();
        Map<Kind, LongAdder> ran = counters();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        Callable<Void> worker = () -> {
            var generator = new Generator(corpus);
            var examiner = new Examiner(frames);
            while (sum(ran) < programs && failures.size() < MAX_FAILURES) {
                Specimen specimen = generator.of(next.getAndIncrement());
                Outcome outcome = examiner.outcome(specimen.image(), specimen.seed());
                tried.get(specimen.kind()).increment();
                if (outcome.failure() != null) {
                    failures.add(specimen.kind() + ", " + outcome.failure());
                } else if (outcome.verdict() == Answer.ACCEPTED) {
                    ran.get(specimen.kind()).increment();
                }
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> each : threads.invokeAll(Collections.nCopies(THREADS, worker))) {
                each.get();
            }
        }
        System.out.printf("Seeds %d to %d: %d programs were accepted, and run%n", firstSeed, next.get() - 1, sum(ran));
        assertThat(failures).isEmpty();
        for (Kind kind : Kind.values()) {
            System.out.printf("  %-8s %7d of %7d%n", kind, ran.get(kind).sum(), tried.get(kind).sum());
            if (kind == Kind.COMPOSED || kind == Kind.MUTANT) {
                assertThat(ran.get(kind).doubleValue() / tried.get(kind).sum()).as("share of %s that is accepted", kind)
                        .isBetween(LEAST_SHARE, GREATEST_SHARE);
            }
        }
    }

    private static Map<Kind, LongAdder> counters() {
        return Stream.of(Kind.values()).collect(Collectors.toMap(kind -> kind, _ -> new LongAdder()));
    }

    private static long sum(Map<Kind, LongAdder> counters) {
        return counters.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
