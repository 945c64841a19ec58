package okko.eval.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okko.eval.measure.ProcessClock;

/** A process that was started here; its output goes to a file, for the case that it ends too early. */
public final class Child {

    private static final Duration PATIENCE_TO_START = Duration.ofSeconds(60);
    private static final long POLL_NS = Duration.ofMillis(10).toNanos();
    private static final int SECONDS_TO_END = 5;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process. Nothing is written to its standard input, which ends with this process, however that ends.
     *
     * @param name    in messages
     * @param command to execute
     * @param log     file for what it prints
     * @return the process
     * @throws IOException if there is no such program
     */
    public static Child start(String name, List<String> command, Path log) throws IOException {
        return start(name, command, log, ProcessBuilder.Redirect.PIPE);
    }

    /**
     * Starts a process that wants something of its standard input.
     *
     * @param name    in messages
     * @param command to execute
     * @param log     file for what it prints
     * @param input   what it reads
     * @return the process
     * @throws IOException if there is no such program
     */
    public static Child start(String name, List<String> command, Path log, ProcessBuilder.Redirect input)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(input).start();
        return new Child(name, process, log);
    }

    /** Something that is not so at first. */
    @FunctionalInterface
    public interface Condition {

        /**
         * Looks.
         *
         * @return whether it is so
         * @throws IOException if that cannot be found out; there is no use in waiting then
         */
        boolean holds() throws IOException;
    }

    /**
     * Waits until the process has come so far.
     *
     * @param what      it is to be, for messages
     * @param condition asked again and again
     * @throws IOException if the process ends instead, with its first words, or takes too long
     */
    public void await(String what, Condition condition) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE_TO_START.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended with status " + process.exitValue() + ": " + lastWords());
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IOException(name + ": not " + what + " within " + PATIENCE_TO_START.toSeconds() + " s: "
                        + lastWords());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** The first line that it printed: by the house's rule, the one that says why. */
    private String lastWords() throws IOException {
        return Files.readString(log).lines().findFirst().orElse("it printed nothing");
    }

    /**
     * Reads its clock.
     *
     * @return processor time used so far, in ns
     * @throws IOException if the process is gone
     */
    public long cpuNs() throws IOException {
        return ProcessClock.cpuNs(process.pid());
    }

    /** {@return its number} */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end; {@link #awaitEnd} sees to it. */
    public void requestEnd() {
        process.destroy();
    }

    /** Waits until it has ended, and ends it by force if it does not. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
