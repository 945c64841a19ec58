package okko.switchd.port;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets the receive queues of a replay port, on a thread each, make equally many passes over their shares: else a run of
 * some duration would send the flows of a fast thread more often than the others, and no one could say how many packets
 * are to come out where. Asked once per pass.
 */
public final class CommonPasses {

    /** The furthest pass that a queue has begun, counted from 1; its complement once no further one may begin. */
    private final AtomicLong furthest = new AtomicLong();

    private final AtomicLong startNs = new AtomicLong(Long.MAX_VALUE);

    /** For a run that has not begun. */
    CommonPasses() {}

    /**
     * Learns that a queue begins.
     *
     * @param nowNs of a clock that all queues read
     */
    void begin(long nowNs) {
        startNs.accumulateAndGet(nowNs, Math::min);
    }

    /** {@return when the first of the queues began; ask after {@link #begin}} */
    long startNs() {
        return startNs.get();
    }

    /**
     * Asks for another pass.
     *
     * @param pass its number, from 1, one more than the queue has finished
     * @return whether the queue is to make it
     */
    boolean mayMake(long pass) {
        while (true) {
            long seen = furthest.get();
            if (seen < 0) {
                return pass <= ~seen;
            }
            if (pass <= seen || furthest.compareAndSet(seen, pass)) {
                return true;
            }
        }
    }

    /** Ends the run: what a queue has begun all will finish, and nothing more. */
    void close() {
        furthest.updateAndGet(seen -> seen < 0 ? seen : ~seen);
    }
}
