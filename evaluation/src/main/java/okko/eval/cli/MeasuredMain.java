package okko.eval.cli;

import java.io.IOException;

/**
 * Okko's command line in a process that must not outlive the one that measures it: standard input is a pipe of that
 * process, which the kernel closes however the process ends, be it by SIGKILL. Nothing else is different.
 */
public final class MeasuredMain {

    /** As of a process that SIGTERM ended. */
    private static final int STATUS = 143;

    private MeasuredMain() {}

    /**
     * Runs one command and exits with its status, or when standard input ends.
     *
     * @param arguments command and its options
     */
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("end with the evaluation").start(MeasuredMain::awaitEnd);
        OkkoMain.main(arguments);
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; only the end counts.
            }
        } catch (IOException e) {
            // No more to be known of the other process, which comes to the same.
        }
        System.exit(STATUS);
    }
}
