package okko.eval.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A running {@code okko switchd}, asked and stopped through its command line. */
final class Daemon implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path runDirectory;
    private final Process process;

    private Daemon(Path directory, Path runDirectory, Process process) {
        this.directory = directory;
        this.runDirectory = runDirectory;
        this.process = process;
    }

    /** Starts a daemon with a configuration and waits until it says that it is ready. */
    static Daemon start(Path directory, String yaml) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("okko.yaml"), yaml);
        Path out = directory.resolve("switchd.out");
        Path err = directory.resolve("switchd.err");
        Path runDirectory = directory.resolve("run");
        Process process = Okko.start(
                out, err, "switchd", "--config", config.toString(), "--rundir", runDirectory.toString());
        Okko.await("the switch to be ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the switch ended: " + text(err));
            }
            return text(out).contains("ready");
        });
        return new Daemon(directory, runDirectory, process);
    }

    /** Asks by {@code okko ctl}, and returns its answer. */
    JsonNode ask(String... words) throws IOException, InterruptedException {
        String[] arguments = Stream.of(
                        List.of("ctl"), List.of(words), List.of("--json", "--rundir", runDirectory.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new);
        Okko.Outcome outcome = Okko.run(directory, arguments);
        if (outcome.status() != 0) {
            throw new AssertionError(String.join(" ", words) + " failed: " + outcome.err());
        }
        return JSON.readTree(String.join("\n", outcome.out()));
    }

    Path runDirectory() {
        return runDirectory;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a warning, and returns when it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        int status = Okko.stop(process);
        if (status != 0) {
            throw new AssertionError("the switch ended with status " + status);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
