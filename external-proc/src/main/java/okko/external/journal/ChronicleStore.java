package okko.external.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import okko.ringshm.kernel.DiskSpace;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;

/**
 * A Chronicle Queue that is bounded: files of one size, each given all of its blocks before it is written, so that a
 * full disk is an error here and not a signal in the middle of a mapped write; the oldest go when a new one needs room.
 *
 * <p>The queue takes the cycle from a clock. It gets one that stands still until the current file is full or old, and
 * then jumps to the present: so files roll by size as well as by age, and are named by their first second.
 */
final class ChronicleStore implements RecordStore {

    /** What the queue maps at once; it maps a quarter more, so that a record may cross the border. */
    static final int BLOCK_BYTES = 512 << 10;

    /** That quarter; no record may be longer. */
    static final int OVERLAP_BYTES = BLOCK_BYTES / 4;

    /** For the header, the index and the mark at the end, which the queue puts between records. */
    private static final int SLACK_BYTES = 96 << 10;

    private static final int METADATA_BYTES = 128 << 10;
    private static final String LOCK_FILE = "recorder.lock";
    private static final int MS_PER_SECOND = 1_000;
    private static final int NS_PER_MS = 1_000_000;
    private static final int NONE = -1;

    private final Path directory;
    private final JournalLimits limits;
    private final EpochClock clock;
    private final SegmentFiles files;
    private final FileChannel lock;
    private final PointerBytesStore source = new PointerBytesStore();

    private SingleChronicleQueue queue;
    private ExcerptAppender appender;
    private int cycle = NONE;
    private long cycleEndMs;
    private long position;
    /** What is 0 until there is a file, so that the first record begins one. */
    private long lastPosition;

    private ChronicleStore(Path directory, JournalLimits limits, EpochClock clock, FileChannel lock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.lock = lock;
        files = new SegmentFiles(directory);
    }

    /**
     * Opens a journal for appending; makes it if there is none.
     *
     * @param directory of the journal
     * @param limits    of its size
     * @param clock     that names files
     * @return the store
     * @throws IOException if the directory cannot be used, or another recorder uses it
     */
    static ChronicleStore open(Path directory, JournalLimits limits, EpochClock clock) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        }
        ChronicleStore store = new ChronicleStore(directory, limits, clock, lock(directory));
        try {
            store.open();
            return store;
        } catch (IOException e) {
            store.lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path path = directory.resolve(LOCK_FILE);
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // Held in this process; the same answer.
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        throw new IOException("another recorder writes to " + directory);
    }

    private void open() throws IOException {
        files.removeUnbegun();
        List<SegmentFiles.Segment> old = files.list();
        cycle = old.isEmpty() ? NONE : old.getLast().cycle();
        requireSpace();
        try {
            queue = SingleChronicleQueueBuilder.binary(directory)
                    .rollCycle(new SegmentCycle())
                    .blockSize(BLOCK_BYTES)
                    .timeProvider(() -> (long) cycle * MS_PER_SECOND)
                    .build();
            appender = queue.createAppender();
        } catch (RuntimeException | LinkageError | InternalError e) {
            closeQueue();
            throw failure("opening", e);
        }
    }

    /** The queue maps its small files without asking whether the disk has room for them. */
    private void requireSpace() throws IOException {
        long freeBytes = Files.getFileStore(directory).getUsableSpace();
        if (freeBytes < 2 * METADATA_BYTES) {
            throw new IOException(directory + ": the disk is full, " + freeBytes + " bytes free");
        }
    }

    @Override
    public void append(DirectBuffer buffer, int offset, int length) throws IOException {
        if (position + length > lastPosition || clock.time() >= cycleEndMs) {
            roll();
        }
        try {
            write(buffer.addressOffset() + offset, length);
            position = appender.wire().bytes().writePosition();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw failure("appending", e);
        }
    }

    private void write(long address, int length) {
        source.set(address, length);
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            try {
                bytes.write(source, 0L, length);
            } catch (RuntimeException | LinkageError | InternalError e) {
                document.rollbackOnClose();
                throw e;
            }
        }
    }

    /** Makes room for a file and reserves it; cuts the one that is done with. Called between records only. */
    private void roll() throws IOException {
        long nowMs = clock.time();
        int next = (int) Math.max(nowMs / MS_PER_SECOND, cycle + 1L);
        files.makeRoom(limits.segmentBytes() + METADATA_BYTES, limits.maxBytes());
        DiskSpace.reserve(files.path(next), limits.segmentBytes());
        cutUnused();
        cycle = next;
        cycleEndMs = nowMs + limits.segmentNs() / NS_PER_MS;
        position = 0;
        lastPosition = limits.segmentBytes() - OVERLAP_BYTES - SLACK_BYTES;
    }

    private void cutUnused() throws IOException {
        if (position > 0) {
            SegmentFiles.cut(files.path(cycle), naturalBytes(position + SLACK_BYTES));
        }
    }

    /** Length that the queue itself gives a file that has been written up to a position. */
    static long naturalBytes(long position) {
        return (position / BLOCK_BYTES + 1) * BLOCK_BYTES + OVERLAP_BYTES;
    }

    private IOException failure(String what, Throwable e) {
        return new IOException(what + " the journal " + directory + ": " + e, e);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            closeQueue();
            cutUnused();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw failure("closing", e);
        }
    }

    private void closeQueue() {
        if (appender != null) {
            appender.close();
        }
        if (queue != null) {
            queue.close();
        }
    }
}
