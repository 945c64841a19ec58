package okko.examples.responder;

import java.util.concurrent.TimeUnit;

/** Lets so many things happen per second, and after a pause as many at once. */
final class TokenBucket {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    /** One token is a second's worth of nanoseconds, so that no fraction of one is lost. */
    private final long fullNs;
    private long levelNs;
    private long filledAtNs;

    TokenBucket(long perSecond, long nowNs) {
        this.perSecond = perSecond;
        fullNs = perSecond * SECOND_NS;
        levelNs = fullNs;
        filledAtNs = nowNs;
    }

    void refill(long nowNs) {
        long passedNs = Math.min(nowNs - filledAtNs, SECOND_NS);
        levelNs = Math.min(fullNs, levelNs + passedNs * perSecond);
        filledAtNs = nowNs;
    }

    boolean take() {
        if (levelNs < SECOND_NS) {
            return false;
        }
        levelNs -= SECOND_NS;
        return true;
    }
}
