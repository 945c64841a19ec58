package okko.eval.journal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The records of one run, in a Chronicle Queue of its own. The queue takes the number of its file from a clock; it gets
 * one that stands still, so that an attempt has one file however long it takes, and never appends to one that a killed
 * process may have left in the middle of a record.
 */
final class RunQueue implements AutoCloseable {

    /** What the queue maps at once; it maps a quarter more, so that a record may cross the border. */
    private static final int BLOCK_BYTES = 4 << 20;

    private static final int LONGEST_RECORD_BYTES = BLOCK_BYTES / 4;
    /** The queue maps its files without asking whether the disk has room for them. */
    private static final long FEWEST_FREE_BYTES = 16L << 20;
    private static final LegacyRollCycles CYCLE = LegacyRollCycles.MINUTELY;

    /** Lenient, so that a run that another build has kept can be read. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    private RunQueue(Path directory, SingleChronicleQueue queue, ExcerptAppender appender) {
        this.directory = directory;
        this.queue = queue;
        this.appender = appender;
    }

    /**
     * Opens a run for appending; makes it if there is none.
     *
     * @param directory of the run
     * @param nowMs     time, ms since 1970
     * @return the queue, with a new file
     * @throws IOException if the directory cannot be used
     */
    static RunQueue append(Path directory, long nowMs) throws IOException {
        requireSpace(directory);
        try {
            int next = Math.max((int) (nowMs / CYCLE.lengthInMillis()), lastCycle(directory) + 1);
            SingleChronicleQueue queue = builder(directory)
                    .timeProvider(() -> (long) next * CYCLE.lengthInMillis()).syncMode(SyncMode.SYNC).build();
            return new RunQueue(directory, queue, queue.createAppender());
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw failure("opened", directory, e);
        }
    }

    private static int lastCycle(Path directory) {
        if (!isQueue(directory)) {
            return -1;
        }
        try (SingleChronicleQueue queue = builder(directory).readOnly(true).build()) {
            return queue.lastCycle() == Integer.MIN_VALUE ? -1 : queue.lastCycle();
        }
    }

    static boolean isQueue(Path directory) {
        return Files.exists(directory.resolve(SingleChronicleQueue.QUEUE_METADATA_FILE));
    }

    private static SingleChronicleQueueBuilder builder(Path directory) {
        return SingleChronicleQueueBuilder.binary(directory).rollCycle(CYCLE).blockSize(BLOCK_BYTES);
    }

    private static void requireSpace(Path directory) throws IOException {
        long freeBytes = Files.getFileStore(directory).getUsableSpace();
        if (freeBytes < FEWEST_FREE_BYTES) {
            throw new IOException(directory + ": the disk is full, " + freeBytes + " bytes free");
        }
    }

    /** Appends a record; it is on the disk when this returns, so that not even a crash of the machine loses it. */
    void append(RunRecord entry) throws IOException {
        byte[] json = MAPPER.writerFor(RunRecord.class).writeValueAsBytes(entry);
        if (json.length > LONGEST_RECORD_BYTES) {
            throw new IOException(directory + ": a record of " + json.length + " bytes is too long for the journal");
        }
        requireSpace(directory);
        try {
            try (DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(json);
            }
            appender.sync();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw failure("written", directory, e);
        }
    }

    /**
     * Reads all complete records; the run may be going on meanwhile.
     *
     * @param directory of the run
     * @return its records, oldest first
     * @throws IOException if they cannot be read
     */
    static List<RunRecord> read(Path directory) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        try (SingleChronicleQueue queue = builder(directory).readOnly(true).build();
                ExcerptTailer tailer = queue.createTailer()) {
            if (queue.firstCycle() != Integer.MAX_VALUE) {
                for (long cycle : queue.listCyclesBetween(queue.firstCycle(), queue.lastCycle())) {
                    read(tailer, (int) cycle, records);
                }
            }
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw failure("read", directory, e);
        }
        return records;
    }

    /** Up to the end of the file, or to a record that was never completed. */
    private static void read(ExcerptTailer tailer, int cycle, List<RunRecord> records) throws IOException {
        boolean found = tailer.moveToCycle(cycle);
        while (found) {
            try (DocumentContext document = tailer.readingDocument()) {
                found = document.isPresent() && tailer.cycle() == cycle;
                if (found) {
                    Bytes<?> bytes = document.wire().bytes();
                    byte[] json = new byte[(int) bytes.readRemaining()];
                    bytes.read(json);
                    records.add(MAPPER.readValue(new String(json, StandardCharsets.UTF_8), RunRecord.class));
                }
            }
        }
    }

    private static IOException failure(String what, Path directory, Throwable e) {
        return new IOException(directory + ": the run's journal cannot be " + what + ": " + e, e);
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
