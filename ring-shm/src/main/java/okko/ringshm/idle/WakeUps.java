package okko.ringshm.idle;

import java.util.Arrays;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.PollSet;
import okko.ringshm.ring.RingConsumer;

/**
 * All that can end one sleep of a thread: rings, counters, descriptors, and the time. Confined to the thread.
 *
 * <p>A peer can end every sleep by raising its counter again and again. That makes the thread a busy one, no more: the
 * counter is read once per sleep, and whoever else has work is served in between as always.
 */
public final class WakeUps {

    private static final int EXPECTED = 16;

    private final PollSet polled = new PollSet(EXPECTED);
    /** By index in the poll set; null for a descriptor that its owner reads. */
    private EventFd[] counters = new EventFd[EXPECTED];
    private RingConsumer[] rings = new RingConsumer[EXPECTED];
    private int ringCount;
    private EventFd lastCounter;
    private int timeoutMs;

    /** Makes a list without entries. */
    public WakeUps() {}

    /**
     * Adds a descriptor, a socket for instance, that has data when there is work; its owner reads it.
     *
     * @param descriptor to wait for
     */
    public void watch(int descriptor) {
        add(descriptor, null);
    }

    /**
     * Adds a counter; it is set to 0 when it has ended the sleep.
     *
     * @param counter that is raised when there is work
     */
    public void watch(EventFd counter) {
        if (counter != lastCounter) { // rings of one attachment share theirs, and come one after the other
            lastCounter = counter;
            add(counter.descriptor(), counter);
        }
    }

    private void add(int descriptor, EventFd counter) {
        int index = polled.add(descriptor);
        if (index == counters.length) {
            counters = Arrays.copyOf(counters, 2 * index);
        }
        counters[index] = counter;
    }

    /**
     * Adds a ring: its producer is told to wake this thread. If something is in it already there will be no sleep.
     *
     * @param ring with a counter, see {@link RingConsumer#wakeUp()}
     */
    public void watch(RingConsumer ring) {
        if (ringCount == rings.length) {
            rings = Arrays.copyOf(rings, 2 * ringCount);
        }
        rings[ringCount++] = ring;
        watch(ring.wakeUp());
        if (!ring.prepareToSleep()) {
            noLongerThan(0);
        }
    }

    /**
     * Limits the sleep, for what cannot wake a thread and must be looked at.
     *
     * @param milliseconds longest sleep; 0 for none
     */
    public void noLongerThan(int milliseconds) {
        timeoutMs = Math.min(timeoutMs, milliseconds);
    }

    /**
     * Sleeps until something listed happens.
     *
     * @param sleeper   that lists it
     * @param longestMs longest sleep, if the sleeper sets no lower limit
     * @return whether the thread slept; it did not if there was something to do
     */
    boolean sleep(Sleeper sleeper, int longestMs) {
        polled.clear();
        ringCount = 0;
        lastCounter = null;
        timeoutMs = longestMs;
        sleeper.prepareToSleep(this); // if it fails, producers believe in a sleep, and signal once for nothing
        boolean sleeps = timeoutMs > 0;
        if (sleeps && polled.await(timeoutMs) > 0) {
            clearCounters();
        }
        for (int i = 0; i < ringCount; i++) {
            rings[i].awake();
            rings[i] = null;
        }
        return sleeps;
    }

    /**
     * Before the work is looked for, not after: who raises a counter has published before, so what is cleared here is
     * found then.
     */
    private void clearCounters() {
        for (int i = 0; i < polled.size(); i++) {
            if (counters[i] != null && polled.isReady(i)) {
                counters[i].clear();
            }
        }
    }
}
