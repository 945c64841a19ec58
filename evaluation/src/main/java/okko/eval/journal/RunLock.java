package okko.eval.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the process that measures a run; the kernel lets go of it when that process ends, however it ends. */
final class RunLock implements AutoCloseable {

    private static final String FILE = "run.lock";

    private final FileChannel file;

    private RunLock(FileChannel file) {
        this.file = file;
    }

    /** Takes the lock, unless it is taken. */
    static Optional<RunLock> take(Path run) throws IOException {
        FileChannel file = FileChannel.open(run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = file.tryLock();
            taken = lock != null;
        } catch (OverlappingFileLockException e) {
            taken = false; // held in this process; the same answer
        } finally {
            if (!taken) {
                file.close();
            }
        }
        return taken ? Optional.of(new RunLock(file)) : Optional.empty();
    }

    static boolean isTaken(Path run) throws IOException {
        if (!Files.isWritable(run.resolve(FILE))) {
            return false; // a journal of somebody else's, which is not measured here
        }
        Optional<RunLock> lock = take(run);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
