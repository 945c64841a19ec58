package okko.ringshm.idle;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.IdleStrategy;

/**
 * Lets a thread idle by its {@link IdlePolicy}. Confined to the thread, but for the counts.
 *
 * <p>How long an adaptive thread looks again before it sleeps follows its sleeps: after a short one twice as long, as
 * looking on would have cost less than sleeping and waking; after a long one half as long.
 */
public final class PolicyIdleStrategy implements IdleStrategy {

    /** Longest sleep, milliseconds: what a thread does by the clock, signs of life for instance, is late by no more. */
    public static final int MAX_SLEEP_MS = 100;

    private static final int MIN_SPINS = 64;
    private static final int MAX_SPINS = 4_096;
    private static final int YIELDS = 10;
    // Two system calls and a change of threads, in round numbers.
    private static final long SHORT_SLEEP_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final IdlePolicy policy;
    private final Sleeper sleeper;
    private final WakeUps wakeUps = new WakeUps();
    private final AtomicLong sleeps = new AtomicLong();
    private int spins = MIN_SPINS;
    private int looks;

    /**
     * Makes the strategy of one thread.
     *
     * @param policy  what to do
     * @param sleeper the thread's work
     */
    public PolicyIdleStrategy(IdlePolicy policy, Sleeper sleeper) {
        this.policy = policy;
        this.sleeper = sleeper;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        switch (policy) {
            case BUSY -> Thread.onSpinWait();
            case ADAPTIVE -> adapt();
            case SLEEP -> sleep();
        }
    }

    private void adapt() {
        if (looks < spins) {
            looks++;
            Thread.onSpinWait();
        } else if (looks < spins + YIELDS) {
            looks++;
            Thread.yield();
        } else {
            long beganNs = System.nanoTime();
            if (!sleep()) {
                looks = 0;
            } else if (System.nanoTime() - beganNs < SHORT_SLEEP_NS) {
                spins = Math.min(2 * spins, MAX_SPINS);
            } else {
                spins = Math.max(spins / 2, MIN_SPINS);
            }
        }
    }

    private boolean sleep() {
        boolean slept = wakeUps.sleep(sleeper, MAX_SLEEP_MS);
        if (slept) {
            sleeps.setOpaque(sleeps.getPlain() + 1); // opaque: for listings only
        }
        return slept;
    }

    @Override
    public void reset() {
        looks = 0;
    }

    /** {@return how often the thread has slept; read by any thread} */
    public long sleeps() {
        return sleeps.getOpaque();
    }
}
