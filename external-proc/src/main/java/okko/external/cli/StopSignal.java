package okko.external.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * SIGTERM and SIGINT: ends the agent's loop, lets the command clean up, then ends the process with status 0. (By
 * itself the JVM would report 143 and 130.)
 */
final class StopSignal implements AutoCloseable {

    /** The process ends within a second, whatever waits: an answer of a switch that hangs, for instance. */
    private static final long CLEANUP_MS = 900;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;
    private static final int MAX_SPINS = 1_000;
    private static final int MAX_YIELDS = 100;

    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stop-signal");

    private StopSignal() {}

    static StopSignal install() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    boolean isRaised() {
        return raised.getCount() == 0;
    }

    /** Waits, but no longer than the process is to run. */
    void await(long timeoutMs) throws InterruptedException {
        raised.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Runs the agent on this thread: spins, then yields, then parks for up to 1 ms while there is no work. */
    void runUntilRaised(Agent agent) {
        var idle = new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NS, MAX_PARK_NS);
        while (!isRaised()) {
            try {
                idle.idle(agent.doWork());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(agent.roleName(), e);
            }
        }
    }

    private void onShutdown() {
        raised.countDown();
        try {
            cleanedUp.await(CLEANUP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /** The command has cleaned up; if a signal waits for that, the process ends now. */
    @Override
    public void close() {
        cleanedUp.countDown();
        if (!isRaised()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                raised.countDown(); // the signal came just now, and the hook is about to end the process
            }
        }
    }
}
