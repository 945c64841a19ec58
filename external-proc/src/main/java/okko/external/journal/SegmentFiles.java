package okko.external.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/** The files of a journal: one per cycle, named by the second in which it was begun. */
final class SegmentFiles {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(SegmentCycle.FORMAT);
    /** Set in a file's first word while its header is being written. */
    private static final int NOT_COMPLETE = 0x8000_0000;

    private final Path directory;

    SegmentFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * One file.
     *
     * @param cycle     seconds since 1970
     * @param path      of the file
     * @param sizeBytes of the file
     */
    record Segment(int cycle, Path path, long sizeBytes) {}

    /** Where a cycle's file is, or would be. */
    Path path(int cycle) {
        String name = NAME.format(LocalDateTime.ofInstant(Instant.ofEpochSecond(cycle), ZoneOffset.UTC));
        return directory.resolve(name + SingleChronicleQueue.SUFFIX);
    }

    /** All files, oldest first. Files of other names are none of the journal's. */
    List<Segment> list() throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                add(path, segments);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        segments.sort(Comparator.comparingInt(Segment::cycle));
        return segments;
    }

    private static void add(Path path, List<Segment> segments) throws IOException {
        String name = path.getFileName().toString();
        if (!name.endsWith(SingleChronicleQueue.SUFFIX)) {
            return;
        }
        try {
            LocalDateTime begun = LocalDateTime.parse(
                    name.substring(0, name.length() - SingleChronicleQueue.SUFFIX.length()), NAME);
            segments.add(new Segment((int) begun.toEpochSecond(ZoneOffset.UTC), path, Files.size(path)));
        } catch (DateTimeParseException | NoSuchFileException e) {
            return; // of somebody else, or just deleted by the recorder
        }
    }

    /** Deletes oldest files until the others and one more do not exceed a limit. */
    void makeRoom(long forBytes, long limitBytes) throws IOException {
        List<Segment> segments = list();
        long total = forBytes;
        for (Segment segment : segments) {
            total += segment.sizeBytes();
        }
        for (Segment segment : segments) {
            if (total <= limitBytes) {
                return;
            }
            Files.deleteIfExists(segment.path());
            total -= segment.sizeBytes();
        }
    }

    /** Deletes files that a recorder was killed over before it had begun to write them. */
    void removeUnbegun() throws IOException {
        for (Segment segment : list()) {
            if (!isBegun(segment.path())) {
                Files.deleteIfExists(segment.path());
            }
        }
    }

    /** Tells whether a file has a header. */
    static boolean isBegun(Path path) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return file.read(word, 0) == Integer.BYTES && word.getInt(0) != 0 && (word.getInt(0) & NOT_COMPLETE) == 0;
        }
    }

    /** Cuts off what was reserved and not used. */
    static void cut(Path path, long sizeBytes) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (file.size() > sizeBytes) {
                file.truncate(sizeBytes);
            }
        }
    }
}
