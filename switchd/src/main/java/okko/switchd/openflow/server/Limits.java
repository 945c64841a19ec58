package okko.switchd.openflow.server;

import java.util.concurrent.TimeUnit;

/**
 * What one connection, and all of them together, may cost.
 *
 * @param connections      most of each listener
 * @param readingBytes     from how much that waits for a peer nothing more is read from it
 * @param eventBytes       from how much that waits for a peer no packets are sent to it by themselves
 * @param allWaitingBytes  from how much that waits for all peers the one with most is given up
 * @param messagesPerTurn  most messages of a connection before the others have their turn
 * @param bytesPerTurn     most bytes of messages of a connection before the others have their turn
 * @param greetingNs       how long a peer may take to greet, and to take the last bytes of a connection that ends
 */
record Limits(int connections, long readingBytes, long eventBytes, long allWaitingBytes, int messagesPerTurn,
        int bytesPerTurn, long greetingNs) {

    /**
     * The usual ones.
     *
     * @param heapBytes most that the process has for everything
     * @return limits
     */
    static Limits usual(long heapBytes) {
        return new Limits(1_024, 16L << 20, 1L << 20, Math.max(64L << 20, heapBytes / 4), 256, 256 << 10,
                TimeUnit.SECONDS.toNanos(10));
    }
}
