package okko.switchd.datapath;

import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long forwarding stood still at most while packets kept coming: the longest time between two looks at the
 * clock that had work between them. What held the thread up does not matter: a collection, a change of the tables, a
 * sweep of the caches, or another process on its core. The datapath thread writes, anyone takes the longest away.
 */
final class LongestPause {

    private final AtomicLong longestNs = new AtomicLong();
    private long lastNs;
    private boolean wasIdle = true;

    /** Packets come. */
    void busy(long nowNs) {
        see(nowNs);
        wasIdle = false;
    }

    /** Nothing comes; what happens until something does is no pause. */
    void idle(long nowNs) {
        see(nowNs);
        wasIdle = true;
    }

    private void see(long nowNs) {
        // Opaque, as others only take the number itself. If one does so in between, a pause that was longer than the
        // one taken is still set, and a shorter one is lost with it.
        if (!wasIdle && nowNs - lastNs > longestNs.getOpaque()) {
            longestNs.setOpaque(nowNs - lastNs);
        }
        lastNs = nowNs;
    }

    /** {@return the longest since the last call, nanoseconds} */
    long takeNs() {
        return longestNs.getAndSet(0);
    }
}
