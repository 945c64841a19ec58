package okko.switchd.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import okko.ringshm.attach.RunDirectory;

/**
 * Directories where programs that may move have their object and their maps as files, so that another process can take
 * them. On tmpfs, because maps are memory: below the run directory if that is on tmpfs, else in {@code
 * /dev/shm}. Confined to the control thread.
 */
public final class ProgramFiles implements AutoCloseable {

    private static final String TMPFS = "tmpfs";
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path base;
    private final Map<Integer, Path> directories = new HashMap<>();
    private int made;

    /**
     * Chooses the place; nothing is made before it is needed.
     *
     * @param runDirectory of the switch, which exists
     * @throws IOException if it cannot be told what kind of file system the run directory is on
     */
    public ProgramFiles(Path runDirectory) throws IOException {
        base = Files.getFileStore(runDirectory).type().equals(TMPFS)
                ? runDirectory.resolve("programs")
                // One name for each run directory: what a switch that was killed has left behind, its successor finds.
                : MEMORY.resolve("okko-programs-" + Integer.toHexString(
                        runDirectory.toAbsolutePath().normalize().toString().hashCode()));
    }

    /**
     * Makes a directory for a program.
     *
     * @param id of the program
     * @return for this user alone; to be {@linkplain #keep kept} or {@linkplain #discard discarded}
     * @throws UncheckedIOException if there can be none
     */
    Path make(int id) {
        try {
            if (made == 0) {
                RunDirectory.createOwn(base);
                clear(base); // a switch that was killed could not
            }
            made++;
            Path directory = Files.createDirectory(base.resolve(id + "-" + made),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectory(maps(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return where the object is in a program's directory} */
    static Path object(Path directory) {
        return directory.resolve("program.o");
    }

    /** {@return where the maps are in a program's directory, unless the program has another for them} */
    static Path maps(Path directory) {
        return directory.resolve("maps");
    }

    /** Writes a file. */
    static void write(Path file, byte[] contents) {
        try {
            Files.write(file, contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a directory the program's; the one before goes, and processes keep what they have mapped of it. */
    void keep(int id, Path directory) {
        Path old = directories.put(id, directory);
        if (old != null) {
            discard(old);
        }
    }

    /** {@return the directory that a program has, {@code null} if it has none} */
    Path of(int id) {
        return directories.get(id);
    }

    /** Removes a directory with all that is in it. */
    static void discard(Path directory) {
        try {
            clear(directory);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    discard(file);
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    /** Removes all directories. */
    @Override
    public void close() {
        if (made > 0) {
            discard(base);
        }
    }
}
