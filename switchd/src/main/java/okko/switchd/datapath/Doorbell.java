package okko.switchd.datapath;

import java.lang.invoke.VarHandle;
import okko.ringshm.kernel.EventFd;

/** Wakes a datapath thread that sleeps; costs whoever rings a fence, and a system call only if it does sleep. */
final class Doorbell {

    private final EventFd wakeUp;
    private volatile boolean sleeps;

    /**
     * Hangs it up.
     *
     * @param wakeUp ends the thread's sleep; stays the caller's
     */
    Doorbell(EventFd wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** Says that the thread is about to sleep; what it looks at afterwards, and finds empty, will ring. */
    void fallAsleep() {
        sleeps = true;
        // Store, fence, load; pairs with the fence in ring(). Fences are in one order: if the other one comes first,
        // what was published before it is seen behind this one; if this one does, the other side sees the sleep.
        VarHandle.fullFence();
    }

    /** Says that the thread is awake. */
    void awake() {
        if (sleeps) {
            sleeps = false;
        }
    }

    /** Wakes the thread if it sleeps; after something has been published to it, on any thread. */
    void ring() {
        VarHandle.fullFence(); // pairs with the one in fallAsleep()
        if (sleeps) {
            sleeps = false; // one signal is enough; whoever sees it too late gives another, for nothing
            wakeUp.signal();
        }
    }
}
