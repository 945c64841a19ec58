package okko.ringshm.ring;

import org.agrona.concurrent.AtomicBuffer;

/**
 * A sign of life in shared memory: one process writes the time, another looks how old it is. Silence proves nothing; a
 * stopped or collecting JVM is alive, so all that follows from it is that the other side is not fed for a while.
 *
 * <p>Times are {@code System.nanoTime()}: CLOCK_MONOTONIC, the same in all processes of a machine. Opaque access: a
 * reader sees some whole recent value, and nothing else is published through it.
 */
public final class Heartbeat {

    private final AtomicBuffer buffer;
    private final int offset;

    /**
     * Finds a sign of life. Writes nothing.
     *
     * @param buffer that it lies in
     * @param offset of its 8 bytes, a multiple of 8
     */
    public Heartbeat(AtomicBuffer buffer, int offset) {
        buffer.boundsCheck(offset, Long.BYTES);
        this.buffer = buffer;
        this.offset = offset;
    }

    /**
     * Gives a sign of life.
     *
     * @param nowNs current time
     */
    public void beat(long nowNs) {
        buffer.putLongOpaque(offset, nowNs);
    }

    /**
     * Asks how long ago the last sign was.
     *
     * @param nowNs current time
     * @return nanoseconds, 0 if the other side claims to be ahead of time
     */
    public long ageNs(long nowNs) {
        return Math.max(0, nowNs - buffer.getLongOpaque(offset));
    }
}
