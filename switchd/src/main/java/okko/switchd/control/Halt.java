package okko.switchd.control;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A command that all datapath threads come to, between two batches; the one that comes last does it while the others
 * wait. So it may touch what any of them uses, and what it sees fits together.
 */
final class Halt implements Runnable {

    private static final int SPINS = 1_000;

    private final AtomicInteger missing;
    private final Runnable command;
    private volatile boolean isDone;

    /**
     * Prepares a halt.
     *
     * @param threads how many will run this
     * @param command must be short
     */
    Halt(int threads, Runnable command) {
        missing = new AtomicInteger(threads);
        this.command = command;
    }

    @Override
    public void run() {
        // The last one sees what the others did before, and they what it did: by this counter and by isDone.
        if (missing.decrementAndGet() == 0) {
            try {
                command.run();
            } finally {
                isDone = true;
            }
        } else {
            await();
        }
    }

    /** A thread that is being ended waits no longer: the others may have ended before they came here. */
    private void await() {
        for (int looks = 0; !isDone && !Thread.currentThread().isInterrupted(); looks++) {
            if (looks < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
