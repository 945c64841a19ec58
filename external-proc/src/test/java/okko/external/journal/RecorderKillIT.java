package okko.external.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okko.external.api.Metrics;
import okko.external.await.Await;
import okko.ringshm.kernel.PeerCredentials;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a recorder that no program can prevent: it is killed, the disk is full. */
class RecorderKillIT {

    private static final int ROUNDS = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldReadAllThatWasWrittenWhenTheRecorderIsKilledInFullFlow() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long first = 1_000_000L * round;
            Process recorder = start(first);
            try (BufferedReader out = recorder.inputReader()) {
                String told = out.readLine();
                assertThat(told).as("the recorder to be at work").isNotNull();
                while (Long.parseLong(told) < first + 20_000L) {
                    told = out.readLine();
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000)); // any moment is as good as another to be killed at
            } finally {
                recorder.destroyForcibly().waitFor();
            }

            List<Long> numbers = numbers();

            assertThat(numbers).as("seed %d, round %d", seed, round).hasSizeGreaterThan(4_000);
            assertThat(numbers.getLast()).as("seed %d, round %d", seed, round).isGreaterThan(first + 19_000);
            for (int i = 1; i < numbers.size(); i++) {
                boolean newRound = numbers.get(i) % 1_000_000 == 0;
                assertThat(newRound || numbers.get(i) == numbers.get(i - 1) + 1)
                        .as("seed %d, round %d: %d after %d", seed, round, numbers.get(i), numbers.get(i - 1)).isTrue();
            }
            assertThat(bytes()).isLessThanOrEqualTo(JournalLimits.MIN_BYTES);
        }
    }

    @Test
    void shouldCountAndGoOnWhenTheDiskIsFull() throws Exception {
        Assumptions.assumeTrue(PeerCredentials.self().uid() == 0, "only root can mount");
        run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", directory.toString());
        try {
            List<String> lines = new ArrayList<>();
            Recorder recorder = new Recorder();
            RecorderConfig config = new RecorderConfig(
                    directory.resolve("journal"), new JournalLimits(64 << 20, 1L << 60), 65_535, 1 << 20);
            recorder.start(config, new Metrics(), lines::add,
                    () -> ChronicleStore.open(config.directory(), config.limits(), SystemEpochClock.INSTANCE));
            Frames frames = new Frames(1);
            for (int i = 1; i <= 20_000; i++) {
                frames.show(recorder, 1_000, 1, 0);
                if (i % 500 == 0) {
                    long shown = i;
                    Await.until("all to be counted", () -> recorder.recorded() + recorder.notRecorded() == shown);
                }
            }
            long recorded = recorder.recorded();
            assertThat(recorded).isBetween(5_000L, 12_000L);
            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst()).startsWith("packets are not recorded now: reserving ")
                    .endsWith("No space left on device");

            run("mount", "-o", "remount,size=64m", directory.toString());
            Await.until("the recorder to go on", () -> {
                frames.show(recorder, 1_000, 2, 0);
                return recorder.recorded() > recorded;
            });
            recorder.close();

            assertThat(lines).hasSize(3);
            assertThat(lines.get(1)).startsWith("recording again; ");
            try (Journal journal = Journal.open(config.directory())) {
                assertThat(journal.cycles().stream().mapToLong(CycleSummary::packets).sum())
                        .isEqualTo(recorder.recorded());
                assertThat(journal.cycles().stream().mapToLong(CycleSummary::notRecorded).sum())
                        .isEqualTo(recorder.notRecorded());
            }
        } finally {
            run("umount", directory.toString());
        }
    }

    private Process start(long first) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--") || option.startsWith("-D")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"), RecordingMain.class.getName(),
                directory.toString(), Long.toString(first)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Journal journal = Journal.open(directory)) {
            journal.read(entry -> {
                ByteBuffer frame = ByteBuffer.wrap(entry.frame());
                assertThat(frame.remaining()).isEqualTo(RecordingMain.FRAME_BYTES);
                assertThat(frame.getLong(RecordingMain.FRAME_BYTES - Long.BYTES)).isEqualTo(frame.getLong(0));
                numbers.add(frame.getLong(0));
            });
        }
        return numbers;
    }

    private long bytes() throws IOException {
        long total = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                total += Files.size(file);
            }
        }
        return total;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), output).isZero();
    }
}
