package okko.external.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A journal, for reading; its recorder may be at work meanwhile. What it was killed over, a record not yet complete, is
 * passed over. Confined to one thread.
 */
public final class Journal implements AutoCloseable {

    private final Path directory;
    private final SegmentFiles files;
    private final SingleChronicleQueue queue;

    private Journal(Path directory, SingleChronicleQueue queue) {
        this.directory = directory;
        this.queue = queue;
        files = new SegmentFiles(directory);
    }

    /**
     * Opens a journal.
     *
     * @param directory that a recorder wrote to
     * @return the journal, to be closed
     * @throws IOException if there is none, or it cannot be read; the message is one line
     */
    public static Journal open(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(SingleChronicleQueue.QUEUE_METADATA_FILE))) {
            throw new IOException(directory + ": no journal; expected a directory that a recorder has written to");
        }
        try {
            return new Journal(directory, SingleChronicleQueueBuilder.binary(directory)
                    .rollCycle(new SegmentCycle())
                    .blockSize(ChronicleStore.BLOCK_BYTES)
                    .readOnly(true)
                    .build());
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(directory + ": the journal cannot be opened: " + e, e);
        }
    }

    /**
     * Looks through all files.
     *
     * @return what each holds, oldest first
     * @throws IOException if one cannot be read
     */
    public List<CycleSummary> cycles() throws IOException {
        List<CycleSummary> summaries = new ArrayList<>();
        for (SegmentFiles.Segment segment : files.list()) {
            SummaryVisitor visitor = new SummaryVisitor();
            if (read(segment, visitor)) {
                summaries.add(visitor.summary(segment));
            }
        }
        return summaries;
    }

    /**
     * Shows all records.
     *
     * @param visitor sees them, oldest first
     * @throws IOException if a file cannot be read, or the visitor fails
     */
    public void read(JournalVisitor visitor) throws IOException {
        for (SegmentFiles.Segment segment : files.list()) {
            read(segment, visitor);
        }
    }

    /** Returns whether the file is one with a header. */
    private boolean read(SegmentFiles.Segment segment, JournalVisitor visitor) throws IOException {
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (!SegmentFiles.isBegun(segment.path())) {
                return false;
            }
            boolean found = tailer.moveToCycle(segment.cycle());
            while (found && readRecord(tailer, segment, visitor)) {
                // until the end of the file, or a record that was never completed
            }
            return true;
        } catch (NoSuchFileException e) {
            return false; // deleted by the recorder just now
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(directory + ": " + segment.path().getFileName() + " cannot be read: " + e, e);
        }
    }

    private static boolean readRecord(ExcerptTailer tailer, SegmentFiles.Segment segment, JournalVisitor visitor)
            throws IOException {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent() || tailer.cycle() != segment.cycle()) {
                return false;
            }
            Bytes<?> bytes = document.wire().bytes();
            if (bytes.readRemaining() >= RecordDescriptor.FRAME_OFFSET) {
                show(bytes, visitor);
            }
            return true;
        }
    }

    private static void show(Bytes<?> bytes, JournalVisitor visitor) throws IOException {
        long at = bytes.readPosition();
        long missed = bytes.readLong(at + RecordDescriptor.MISSED_OFFSET);
        if (missed > 0) {
            visitor.notRecorded(missed);
        }
        if ((bytes.readByte(at + RecordDescriptor.FLAGS_OFFSET) & RecordDescriptor.FLAG_NO_PACKET) != 0) {
            return;
        }
        byte[] frame = new byte[(int) bytes.readRemaining() - RecordDescriptor.FRAME_OFFSET];
        bytes.readPosition(at + RecordDescriptor.FRAME_OFFSET);
        bytes.read(frame);
        visitor.packet(new JournalEntry(
                bytes.readLong(at + RecordDescriptor.TIME_OFFSET),
                bytes.readUnsignedShort(at + RecordDescriptor.IN_PORT_OFFSET),
                bytes.readUnsignedByte(at + RecordDescriptor.VERDICT_OFFSET),
                bytes.readInt(at + RecordDescriptor.WIRE_LENGTH_OFFSET),
                frame));
    }

    @Override
    public void close() {
        queue.close();
    }

    /** Counts what it is shown. */
    private static final class SummaryVisitor implements JournalVisitor {

        private long packets;
        private long firstNs;
        private long lastNs;
        private long notRecorded;

        @Override
        public void packet(JournalEntry entry) {
            firstNs = packets == 0 ? entry.timeNs() : firstNs;
            lastNs = entry.timeNs();
            packets++;
        }

        @Override
        public void notRecorded(long missed) {
            notRecorded += missed;
        }

        CycleSummary summary(SegmentFiles.Segment segment) {
            return new CycleSummary(segment.path().getFileName().toString(), packets, firstNs, lastNs,
                    segment.sizeBytes(), notRecorded);
        }
    }
}
