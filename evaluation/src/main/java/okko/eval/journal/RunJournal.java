package okko.eval.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs of the evaluation, each in a directory that has the run's name: the time when it was begun. */
public final class RunJournal {

    /** Stands for the name of the latest run. */
    public static final String LAST = "last";

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss")
            .withZone(ZoneOffset.UTC);

    private final Path directory;

    /**
     * Names a journal.
     *
     * @param directory of it; made when the first run is begun
     */
    public RunJournal(Path directory) {
        this.directory = directory;
    }

    /**
     * Says where a user's journal is unless something else is said, by the XDG Base Directory Specification.
     *
     * @param environment of this process
     * @return the directory
     * @throws IOException if the environment names no home
     */
    public static Path standardDirectory(Map<String, String> environment) throws IOException {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            return Path.of(state, "okko", "evaluations");
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new IOException("neither XDG_STATE_HOME nor HOME is set; say --journal DIR");
        }
        return Path.of(home, ".local", "state", "okko", "evaluations");
    }

    /** {@return where it is} */
    public Path directory() {
        return directory;
    }

    /**
     * Begins a run.
     *
     * @param request what is asked for
     * @return its log, to be closed
     * @throws IOException if it cannot be kept
     */
    public RunLog begin(RunRequest request) throws IOException {
        Path run = newDirectory();
        RunLog log = open(run);
        log.ask(request);
        return log;
    }

    private Path newDirectory() throws IOException {
        Files.createDirectories(directory);
        String time = NAME.format(Instant.now());
        for (int twin = 1;; twin++) {
            try {
                return Files.createDirectory(directory.resolve(twin == 1 ? time : time + "-" + twin));
            } catch (FileAlreadyExistsException e) {
                // Another run of the same second; the next name may be free.
            }
        }
    }

    /**
     * Opens a run to go on with it.
     *
     * @param name of the run, or {@value #LAST}
     * @return its log, to be closed
     * @throws IOException if there is none, it is finished, or a process is at work on it
     */
    public RunLog resume(String name) throws IOException {
        PastRun past = read(name);
        if (past.state() == RunState.FINISHED) {
            throw new IOException("the run " + past.name() + " is finished; okko eval report " + past.name()
                    + " --out DIR writes its results");
        }
        if (past.request().isEmpty()) {
            throw new IOException("the run " + past.name() + " was interrupted before anything was kept");
        }
        return open(directory.resolve(past.name()));
    }

    private static RunLog open(Path run) throws IOException {
        RunLock lock = RunLock.take(run).orElseThrow(
                () -> new IOException("the run " + run.getFileName() + " is being measured by another process"));
        try {
            RunContents contents = RunQueue.isQueue(run) ? RunContents.of(RunQueue.read(run)) : new RunContents();
            return new RunLog(run.getFileName().toString(), contents,
                    RunQueue.append(run, System.currentTimeMillis()), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Finds a run.
     *
     * @param name of it, or {@value #LAST}
     * @return the run, if there is one of that name
     * @throws IOException if it cannot be read
     */
    public Optional<PastRun> find(String name) throws IOException {
        List<String> names = names();
        if (name.equals(LAST)) {
            return names.isEmpty() ? Optional.empty() : Optional.of(readRun(names.getLast()));
        }
        return names.contains(name) ? Optional.of(readRun(name)) : Optional.empty();
    }

    /**
     * Reads a run.
     *
     * @param name of it, or {@value #LAST}
     * @return the run
     * @throws IOException if there is none, or it cannot be read
     */
    public PastRun read(String name) throws IOException {
        return find(name).orElseThrow(() -> new IOException("there is no run " + name + " in " + directory
                + "; okko eval list shows those there are"));
    }

    private PastRun readRun(String name) throws IOException {
        Path run = directory.resolve(name);
        RunContents contents = RunContents.of(RunQueue.read(run));
        return new PastRun(name, state(run, contents), contents);
    }

    private static RunState state(Path run, RunContents contents) throws IOException {
        if (contents.loadAfter().isPresent()) {
            return RunState.FINISHED;
        }
        return RunLock.isTaken(run) ? RunState.RUNNING : RunState.INTERRUPTED;
    }

    /**
     * Lists the runs.
     *
     * @return their names, oldest first
     * @throws IOException if the directory cannot be read
     */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> runs = Files.list(directory)) {
            runs.filter(RunQueue::isQueue).forEach(run -> names.add(run.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }
}
