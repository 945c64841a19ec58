package okko.switchd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Processes that a test starts: commands, and classes of the test itself in JVMs of their own. */
public final class Processes {

    private static final long PATIENCE_SECONDS = 60;

    private Processes() {}

    /** Runs a command that must succeed, and returns what it printed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + printed);
        }
        return printed.strip();
    }

    /** Whether a command succeeds. */
    public static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The command that runs a class of this test, with the JVM and the flags of this one. */
    public static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx64m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a command and waits for its first line. */
    public static Process startAndAwait(String line, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String first = process.inputReader().readLine();
        if (!line.equals(first)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " printed " + first + ", not " + line);
        }
        return process;
    }

    /** Waits until something holds; other processes tell when. */
    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s for: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
