package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;

/** The process of a program that moves: it ends with the command that has started it, unless that succeeds. */
final class ProgramProcess implements AutoCloseable {

    private static final long START_PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long END_PATIENCE_SECONDS = 10;
    private static final long POLL_MS = 10;

    private final Process process;
    private final Path log;
    private boolean goesOn;

    ProgramProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    long pid() {
        return process.pid();
    }

    /** {@return the process that serves a port, 0 if there is none} */
    static long attached(ControlClient client, String port) throws CommandException, IOException {
        for (JsonNode processor : client.send("proc list", SwitchConnection.arguments())) {
            if (processor.path("port").asText().equals(port)) {
                return processor.path("pid").asLong();
            }
        }
        return 0;
    }

    /** Waits until the process serves a port. */
    void awaitAttached(ControlClient client, String port) throws CommandException, IOException {
        long deadlineNs = System.nanoTime() + START_PATIENCE_NS;
        while (attached(client, port) != process.pid()) {
            if (ended()) {
                throw new CommandException("the processor for port " + port + " has ended: " + lastLine());
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new CommandException("the processor for port " + port + " does not attach; see " + log);
            }
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private String lastLine() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    /** Lets the process go on when the command ends. */
    void goOn() {
        goesOn = true;
    }

    /** Asks a process to end, and waits for it; 0 stands for none. */
    static void end(long pid) throws CommandException {
        ProcessHandle process = pid == 0 ? null : ProcessHandle.of(pid).orElse(null);
        if (process == null) {
            return;
        }
        if (!process.destroy() && process.isAlive()) {
            throw new CommandException("process " + pid + " is not needed any more, but is not yours to end");
        }
        try {
            process.onExit().get(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException _) {
            throw new CommandException("process " + pid + " does not end on SIGTERM");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!goesOn) {
            process.destroy();
        }
    }
}
