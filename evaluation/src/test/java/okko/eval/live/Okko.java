package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs the packaged command line as a user does, by {@code scripts/okko}, in processes of its own. */
final class Okko {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final long PATIENCE_SECONDS = 30;

    private Okko() {}

    /** What a finished command printed. */
    record Outcome(int status, List<String> out, List<String> err) {

        String firstError() {
            return err.isEmpty() ? "" : err.getFirst();
        }
    }

    /** Runs a command to its end. */
    static Outcome run(Path directory, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = start(out, err, arguments);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: okko " + String.join(" ", arguments)
                    + "; it printed " + Files.readString(out) + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }

    /** Starts a command that goes on running. */
    static Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("scripts/okko").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OKKO_NO_BUILD", "1"); // the build that runs this test has just packaged it
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Waits until something holds, and says what it was when it does not. */
    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited %d s for: %s", PATIENCE_SECONDS, what).isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Ends a process as a user would, by SIGTERM, and returns its exit status. */
    static int stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end on SIGTERM: pid " + process.pid());
        }
        return process.exitValue();
    }
}
