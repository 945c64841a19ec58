package okko.bpf.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.fuzz.Generator.Specimen;
import org.junit.jupiter.api.Test;

/** Mistakes planted in the verifier: does the fuzzer find each of them? Then it would have found others as well. */
class PlantedBugsTest {

    private static final int THREADS = 2;
    private static final int PROGRAMS = 8_000;

    /**
     * How a bug was found.
     *
     * @param programs how many that took
     * @param failure  what the last of them did; {@code null} if none did anything
     */
    private record Hunt(int programs, String failure) {

        String firstLine() {
            return failure.lines().findFirst().orElseThrow();
        }
    }

    @Test
    void shouldFindEachPlantedBugAndNothingWithoutOne() throws Exception {
        List<byte[]> frames = Packets.recorded();
        List<PlantedBug> bugs = PlantedBug.all();
        List<String> missed = new ArrayList<>();
        int most = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Specimen> specimens = specimens(threads);
            List<Future<Hunt>> hunts = bugs.stream()
                    .map(bug -> threads.submit(() -> hunt(VerifierLoader.of(bug), specimens, frames))).toList();
            for (int i = 0; i < bugs.size(); i++) {
                Hunt hunt = hunts.get(i).get();
                if (hunt.failure == null) {
                    missed.add(bugs.get(i).title());
                } else {
                    most = Math.max(most, hunt.programs);
                    System.out.printf("%5d programs: %s%n        %s%n", hunt.programs, bugs.get(i), hunt.firstLine());
                }
            }
            assertThat(missed).as("bugs that %d programs did not show", PROGRAMS).isEmpty();
            Hunt control = hunt(VerifierLoader.unchanged(), specimens.subList(0, most), frames);
            assertThat(control.failure).as("without a bug").isNull();
        }
    }

    /** The programs are the same for all: made with the verifier as it is. */
    private static List<Specimen> specimens(ExecutorService threads) throws Exception {
        var generator = new Generator(Corpus.read());
        List<Callable<Specimen>> all = LongStream.range(0, PROGRAMS)
                .mapToObj(seed -> (Callable<Specimen>) () -> generator.of(seed)).toList();
        List<Specimen> specimens = new ArrayList<>();
        for (Future<Specimen> each : threads.invokeAll(all)) {
            specimens.add(each.get());
        }
        return specimens;
    }

    private static Hunt hunt(VerifierLoader loader, List<Specimen> specimens, List<byte[]> frames)
            throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        var examiner = (BiFunction<ProgramImage, Long, String>) loader.newInstance(Examiner.class, frames);
        int programs = 0;
        for (Specimen specimen : specimens) {
            programs++;
            String failure = examiner.apply(specimen.image(), specimen.seed());
            if (failure != null) {
                return new Hunt(programs, failure);
            }
        }
        return new Hunt(programs, null);
    }
}
