package okko.eval.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.eval.run.Child;

/**
 * The processes of a peer and the directory of their files. They end with this process, however that ends: each has
 * asked the kernel for it (PR_SET_PDEATHSIG of prctl(2)), by SIGKILL, which a stopped process heeds too.
 *
 * <p>The kernel means the thread that started a process, not its process. So a thread that lives until {@link #close}
 * starts them all: the threads that call this may be those of a pool.
 */
final class PeerProcesses implements AutoCloseable {

    /** Words before a command; behind unshare or nsenter, which could clear the wish. */
    static final List<String> ENDS_WITH_PARENT = List.of("setpriv", "--pdeathsig", "KILL");

    private final Path directory;
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("starts a peer").factory());
    private final List<Child> children = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "stop a peer");
    private boolean closed;

    /**
     * Takes over a directory, which {@link #close} removes.
     *
     * @throws IOException if this process is about to exit
     */
    PeerProcesses(Path directory) throws IOException {
        this.directory = directory;
        try {
            Runtime.getRuntime().addShutdownHook(atExit); // for the files; the processes end in any case
        } catch (IllegalStateException e) {
            end();
            throw new IOException("stopped", e);
        }
    }

    Path directory() {
        return directory;
    }

    /** The path of a file in the directory. */
    String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Starts a process; what it prints goes to a file of its name. */
    synchronized Child start(String name, List<String> command, ProcessBuilder.Redirect input) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Child child = onStarter(() -> Child.start(name, command, directory.resolve(name + ".out"), input));
        children.add(child);
        return child;
    }

    /** Starts a process that is talked to; it is not paused with the others. */
    synchronized Conversation converse(String name, List<String> command) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Conversation process = onStarter(() -> Conversation.start(name, command, directory.resolve(name + ".out")));
        conversations.add(process);
        return process;
    }

    private <T> T onStarter(Callable<T> start) throws IOException {
        try {
            return starter.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Keeps all of them from running, threads that poll for packets too. */
    void pause() throws IOException {
        signal("STOP");
    }

    /** Lets them run again. */
    void resume() throws IOException {
        signal("CONT");
    }

    private synchronized void signal(String name) throws IOException {
        String pids = children.stream().map(child -> Long.toString(child.pid())).collect(Collectors.joining(" "));
        new Command(Map.of(), List.of("sh", "-c", "kill -" + name + " " + pids)).run();
    }

    /** Processor time of all of them, in ns. */
    synchronized long cpuNs() throws IOException {
        long cpuNs = 0;
        for (Child child : children) {
            cpuNs += child.cpuNs();
        }
        return cpuNs;
    }

    /** Ends them, the last one first, by force if need be, and removes the files. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process exits, by that very hook perhaps.
        }
    }

    private synchronized void end() {
        closed = true;
        try {
            resume(); // a paused one would not heed what follows
        } catch (IOException e) {
            // One of them is gone; the others have the signal.
        }
        conversations.forEach(Conversation::end);
        children.reversed().forEach(child -> {
            child.requestEnd();
            child.awaitEnd();
        });
        conversations.clear();
        children.clear();
        starter.shutdown();
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
