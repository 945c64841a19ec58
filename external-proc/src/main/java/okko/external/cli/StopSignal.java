package okko.external.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.ringshm.idle.Sleeper;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import org.agrona.concurrent.Agent;

/**
 * SIGTERM and SIGINT: ends the agent's loop, also if it sleeps, lets the command clean up, then ends the process
 * with status 0. (By itself the JVM would report 143 and 130.)
 */
final class StopSignal implements AutoCloseable {

    /** The process ends within a second, whatever waits: an answer of a switch that hangs, for instance. */
    private static final long CLEANUP_MS = 900;

    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stop-signal");
    private final EventFd wakeUp;

    private StopSignal(EventFd wakeUp) {
        this.wakeUp = wakeUp;
    }

    static StopSignal install() throws KernelException {
        var signal = new StopSignal(EventFd.create());
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

    /** Runs the agent on this thread, which idles by the policy while there is no work. */
    <A extends Agent & Sleeper> void runUntilRaised(A agent, IdlePolicy policy) {
        var idle = new PolicyIdleStrategy(policy, wakeUps -> {
            wakeUps.watch(wakeUp);
            agent.prepareToSleep(wakeUps);
        });
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
        wakeUp.signal();
        try {
            cleanedUp.await(CLEANUP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /**
     * The command has cleaned up; if a signal waits for that, the process ends now. What wakes the loop stays open: the
     * signal may be on its way, and the process ends in any case.
     */
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
