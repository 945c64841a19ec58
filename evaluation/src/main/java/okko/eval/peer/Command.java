package okko.eval.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that ends by itself, within seconds. */
final class Command {

    private static final int PATIENCE_SECONDS = 30;

    private final Map<String, String> environment;
    private final List<String> words;

    /**
     * Prepares it.
     *
     * @param environment added to that of this process
     * @param words       program and arguments
     */
    Command(Map<String, String> environment, List<String> words) {
        this.environment = environment;
        this.words = words;
    }

    /** What a program did: its exit status, and what it printed on both streams. */
    record Ended(int status, String output) {}

    /**
     * Runs it.
     *
     * @return what it printed
     * @throws IOException if it cannot be started, takes too long, or ends with another status than 0
     */
    String run() throws IOException {
        return run("");
    }

    /** The same, with something to read. */
    String run(String input) throws IOException {
        Ended ended = tryRun(input);
        if (ended.status != 0) {
            throw new IOException(name() + " ended with status " + ended.status + ": "
                    + ended.output.lines().findFirst().orElse("it printed nothing"));
        }
        return ended.output;
    }

    Ended tryRun() throws IOException {
        return tryRun("");
    }

    private Ended tryRun(String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its status and words tell why.
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(name() + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return new Ended(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name() + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private String name() {
        return words.getFirst();
    }
}
