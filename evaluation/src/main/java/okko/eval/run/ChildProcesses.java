package okko.eval.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import okko.eval.setup.CellPlan;

/**
 * Starts the product itself: {@code okko switchd}, and {@code okko proc run} where a setup has a processor, each cell
 * in a directory of its own. Closing it ends whatever still runs and removes the directories.
 */
public final class ChildProcesses implements Launcher, AutoCloseable {

    /** The command line, in a process that ends with this one. */
    private static final String MAIN_CLASS = "okko.eval.cli.MeasuredMain";

    private final JavaCommand java = JavaCommand.likeThisOne().running(MAIN_CLASS);
    private final Path directory;
    private final List<ChildSwitch> running = new ArrayList<>();
    private int launched;
    private boolean closed;

    private ChildProcesses(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a directory for temporary files; its path is short, as those of sockets have to be.
     *
     * @return the launcher, to be closed
     * @throws IOException if the directory cannot be made
     */
    public static ChildProcesses open() throws IOException {
        return new ChildProcesses(Files.createTempDirectory("okko-eval"));
    }

    /** {@return the directory, for files that live as long as this} */
    public Path directory() {
        return directory;
    }

    /** {@return whether the processes have been ended, be it by a signal in the midst of work} */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public MeasuredSwitch launch(CellPlan plan) throws IOException {
        ChildSwitch child = register(plan);
        try {
            child.start();
            return child;
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    private synchronized ChildSwitch register(CellPlan plan) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Path cell = Files.createDirectory(directory.resolve(plan.label() + "-" + ++launched));
        ChildSwitch child = new ChildSwitch(plan, java, cell);
        running.add(child);
        return child;
    }

    @Override
    public void close() {
        List<ChildSwitch> children;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            children = List.copyOf(running);
        }
        children.forEach(ChildSwitch::close);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
