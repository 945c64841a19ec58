package okko.bpf.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.fuzz.Fuzzer.Answer;
import okko.bpf.verify.fuzz.Fuzzer.Kind;
import okko.bpf.verify.fuzz.Fuzzer.Outcome;
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
        var ran = new AtomicLong();
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        Callable<Void> worker = () -> {
            var fuzzer = new Fuzzer(corpus, frames);
            while (ran.get() < programs && failures.size() < MAX_FAILURES) {
                Outcome outcome = fuzzer.outcome(next.getAndIncrement());
                outcomes.add(outcome);
                if (outcome.failure() != null) {
                    failures.add(outcome.failure());
                }
                ran.addAndGet(outcome.verdict() == Answer.ACCEPTED ? 1 : 0);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> each : threads.invokeAll(Collections.nCopies(THREADS, worker))) {
                each.get();
            }
        }
        System.out.printf(
                "Soundness: seeds %d to %d, %d programs accepted and run%n", firstSeed, next.get() - 1, ran.get());
        assertThat(failures).isEmpty();
        for (Kind kind : Kind.values()) {
            long all = outcomes.stream().filter(each -> each.kind() == kind).count();
            long accepted = outcomes.stream()
                    .filter(each -> each.kind() == kind && each.verdict() == Answer.ACCEPTED).count();
            System.out.printf("  %-8s %7d of %7d accepted%n", kind, accepted, all);
            if (kind != Kind.GROWN) {
                assertThat((double) accepted / all).as("share of %s that is accepted", kind)
                        .isBetween(LEAST_SHARE, GREATEST_SHARE);
            }
        }
    }
}
