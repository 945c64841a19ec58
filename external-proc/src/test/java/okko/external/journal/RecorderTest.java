package okko.external.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okko.external.api.Metrics;
import okko.external.await.Await;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final JournalLimits SMALL = new JournalLimits(JournalLimits.MIN_BYTES, 1L << 60);

    @TempDir
    Path directory;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void shouldReadBackWhatWasRecorded() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<JournalEntry> expected = new ArrayList<>();
        try (Recorder recorder = start(config(SMALL, 65_535))) {
            Frames frames = new Frames(seed);
            for (int i = 0; i < 5_000; i++) {
                int length = 14 + random.nextInt(1_501);
                int port = 1 + random.nextInt(65_535);
                int verdict = random.nextInt(256);
                byte[] frame = frames.show(recorder, length, port, verdict);
                expected.add(new JournalEntry(0, port, verdict, length, frame));
                if (i % 500 == 499) { // more than that the small buffer might not take
                    long target = i + 1L;
                    Await.until("all to be written", () -> recorder.recorded() == target);
                }
            }
        }

        List<JournalEntry> read = read();

        assertThat(lines).as("seed %d", seed).containsExactly("5000 packets recorded, 0 not recorded");
        assertThat(read).as("seed %d", seed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(text(read.get(i))).as("seed %d, packet %d", seed, i).isEqualTo(text(expected.get(i)));
        }
        assertThat(read).isSortedAccordingTo((one, other) -> Long.compare(one.timeNs(), other.timeNs()));
    }

    @Test
    void shouldCutFramesButKnowTheirLength() throws IOException {
        byte[] frame;
        try (Recorder recorder = start(config(SMALL, 96))) {
            frame = new Frames(1).show(recorder, 1_000, 7, 3);
        }

        JournalEntry entry = read().getFirst();

        assertThat(entry.wireLengthBytes()).isEqualTo(1_000);
        assertThat(entry.frame()).hasSize(96).isEqualTo(Arrays.copyOf(frame, 96));
    }

    @Test
    void shouldKeepTheNewestWithinItsBoundWhenMoreIsRecordedThanFits() throws Exception {
        int count = 60_000;
        try (Recorder recorder = start(config(SMALL, 65_535))) {
            Frames frames = new Frames(2);
            for (int i = 0; i < count; i++) {
                frames.show(recorder, 1_000, 1 + i % 60_000, 0);
                if (i % 500 == 499) { // half of the buffer: the writer may be late by that much
                    long target = i + 1L;
                    Await.until("all to be written", () -> recorder.recorded() + recorder.notRecorded() == target);
                    assertThat(diskBytes()).isLessThanOrEqualTo(JournalLimits.MIN_BYTES);
                }
            }
            assertThat(recorder.notRecorded()).isZero();
        }
        assertThat(diskBytes()).isLessThanOrEqualTo(JournalLimits.MIN_BYTES);

        List<JournalEntry> read = read();

        assertThat(read).hasSizeBetween(5_000, 8_000);
        assertThat(read.getLast().inPort()).isEqualTo(count);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).inPort()).isEqualTo(count - read.size() + 1 + i);
        }
    }

    @Test
    void shouldAppendWhenTheSameDirectoryIsRecordedToAgain() throws IOException {
        for (int run = 1; run <= 3; run++) {
            try (Recorder recorder = start(config(SMALL, 65_535))) {
                new Frames(run).show(recorder, 100, run, 0);
            }
        }

        assertThat(read()).extracting(JournalEntry::inPort).containsExactly(1, 2, 3);
        try (Journal journal = Journal.open(directory)) {
            assertThat(journal.cycles()).extracting(CycleSummary::packets).containsExactly(1L, 1L, 1L);
        }
    }

    @Test
    void shouldGivePacketsBackAtOnceAndCountThemWhenTheDiskStandsStill() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Long> missed = new ArrayList<>();
        RecordStore stuck = new RecordStore() {
            @Override
            public void append(DirectBuffer buffer, int offset, int length) {
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                missed.add(buffer.getLong(offset + RecordDescriptor.MISSED_OFFSET));
            }

            @Override
            public void close() {}
        };
        Recorder recorder = new Recorder();
        recorder.start(config(SMALL, 65_535), new Metrics(), lines::add, () -> stuck);
        Frames frames = new Frames(3);
        for (int i = 0; i < 10_000; i++) {
            frames.show(recorder, 1_000, 1, 0); // returns, or this test would not
        }

        assertThat(recorder.notRecorded()).isBetween(8_900L, 9_100L);
        long notRecorded = recorder.notRecorded();
        disk.countDown();
        Await.until("the rest to be written", () -> recorder.recorded() == 10_000 - notRecorded);
        frames.show(recorder, 1_000, 1, 0);
        recorder.close();

        assertThat(recorder.recorded()).isEqualTo(10_001 - notRecorded);
        assertThat(missed.getLast()).as("the first record after the gap tells of it").isEqualTo(notRecorded);
        assertThat(missed.stream().mapToLong(Long::longValue).sum()).isEqualTo(notRecorded);
    }

    @Test
    void shouldTellOnceAndGoOnWhenTheDirectoryCannotBeUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        try (Recorder recorder = start(
                new RecorderConfig(file.resolve("journal"), SMALL, 65_535, 1 << 20))) {
            Frames frames = new Frames(4);
            for (int i = 0; i < 100; i++) {
                frames.show(recorder, 100, 1, 0);
            }
            Await.until("all to be counted", () -> recorder.notRecorded() == 100);
            Files.delete(file);
            Await.until("the recorder to try again", () -> {
                frames.show(recorder, 100, 2, 0);
                return recorder.recorded() > 0;
            });
        }

        assertThat(lines.getFirst()).startsWith("packets are not recorded now: " + file);
        assertThat(lines.get(1)).matches("recording again; \\d+ packets were not recorded meanwhile");
        assertThat(lines).hasSize(3);
        try (Journal journal = Journal.open(file.resolve("journal"))) {
            assertThat(journal.cycles().getFirst().notRecorded()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void shouldRefuseASecondRecorderInOneDirectory() throws Exception {
        try (Recorder first = start(config(SMALL, 65_535))) {
            new Frames(5).show(first, 100, 1, 0);
            Await.until("the first to have opened", () -> first.recorded() == 1);
            try (Recorder second = start(config(SMALL, 65_535))) {
                Await.until("the second to be refused", () -> !lines.isEmpty());
                assertThat(second.recorded()).isZero();
            }
            assertThat(lines.getFirst()).isEqualTo(
                    "packets are not recorded now: another recorder writes to " + directory);
        }
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        assertThatThrownBy(() -> Journal.open(directory)).hasMessage(
                directory + ": no journal; expected a directory that a recorder has written to");
    }

    private static String text(JournalEntry entry) {
        return entry.inPort() + " " + entry.verdict() + " " + entry.wireLengthBytes() + " "
                + HexFormat.of().formatHex(entry.frame());
    }

    private Recorder start(RecorderConfig config) {
        Recorder recorder = new Recorder();
        recorder.start(config, new Metrics(), lines::add,
                () -> ChronicleStore.open(config.directory(), config.limits(), SystemEpochClock.INSTANCE));
        return recorder;
    }

    private RecorderConfig config(JournalLimits limits, int snapLengthBytes) {
        return new RecorderConfig(directory, limits, snapLengthBytes, 1 << 20);
    }

    private List<JournalEntry> read() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        try (Journal journal = Journal.open(directory)) {
            journal.read(entries::add);
        }
        return entries;
    }

    private long diskBytes() throws IOException {
        long total = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                total += Files.size(file);
            }
        }
        return total;
    }
}
