package okko.switchd.control;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Tells the service manager that the switch makes progress, on the control thread. It asks all datapath threads, and
 * only when each has answered is that passed on: if one hangs there is silence, however well the rest may be.
 */
public final class Watchdog implements Agent {

    /** Signs of life in the time in which the manager wants one: two may come late before it acts. */
    private static final int SIGNS_PER_PERIOD = 3;

    private final Runnable alive;
    private final DatapathCalls calls;
    private final NanoClock clock;
    private final long intervalNs;
    private long nextNs;
    private boolean waiting;

    /**
     * Makes the watchdog.
     *
     * @param periodNs within which the manager wants each sign of life; 0 if it wants none
     * @param alive    gives it one
     * @param calls    to the datapath threads
     * @param clock    monotonic
     */
    public Watchdog(long periodNs, Runnable alive, DatapathCalls calls, NanoClock clock) {
        this.alive = alive;
        this.calls = calls;
        this.clock = clock;
        intervalNs = periodNs / SIGNS_PER_PERIOD;
        nextNs = clock.nanoTime() + intervalNs;
    }

    @Override
    public String roleName() {
        return "okko-watchdog";
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (intervalNs == 0 || waiting || nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + intervalNs;
        waiting = true;
        calls.askEach(_ -> clock.nanoTime()).thenRun(this::answered);
        return 1;
    }

    private void answered() {
        waiting = false;
        alive.run();
    }
}
