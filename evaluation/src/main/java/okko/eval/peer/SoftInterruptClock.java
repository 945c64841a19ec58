package okko.eval.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okko.eval.measure.ProcessClock;

/**
 * Processor time of the kernel's threads that handle packets when there are too many to handle beside the call that
 * sent them ({@code ksoftirqd/N}). It is the whole machine's; a container may not see these threads, and misses it.
 */
final class SoftInterruptClock {

    private static final String NAME = "ksoftirqd/";

    private final List<Long> pids;

    private SoftInterruptClock(List<Long> pids) {
        this.pids = pids;
    }

    /** Finds the threads; there are as many as processors. */
    static SoftInterruptClock find() throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                if (isSought(process)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new SoftInterruptClock(found);
    }

    private static boolean isSought(Path process) throws IOException {
        try {
            return Files.readString(process.resolve("comm")).startsWith(NAME);
        } catch (NoSuchFileException e) {
            return false; // it ended meanwhile
        }
    }

    long cpuNs() throws IOException {
        long cpuNs = 0;
        for (long pid : pids) {
            cpuNs += ProcessClock.cpuNs(pid);
        }
        return cpuNs;
    }
}
