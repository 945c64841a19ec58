package okko.switchd.port;

import java.util.Arrays;

/**
 * When each packet that is under way was due, by its buffer: what the time until its arrival is counted from. A packet
 * that had to wait before the switch took it has waited, so its time counts from when it was due and not from when it
 * was handed in; otherwise a switch that stands still would be asked nothing meanwhile, and look fast.
 *
 * <p>A buffer says which packet it is because a replay source keeps its buffers for ever, and hands each out again only
 * when its last packet has ended. They are the same also where a processor works on a copy: the packet's own buffer
 * stays in the switch, and the answer comes back into it. Only what the switch or a processor adds, a copy for a second
 * output for instance, is in a buffer of which nothing is known here.
 *
 * <p>Written by the thread of the source, read by that of the sink: the queue that hands packets from thread to thread
 * orders the two accesses as it does those to the packet's bytes.
 */
public final class DueTimes {

    /** Of a buffer that no source has sent. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final long[] dueNs;

    /**
     * Makes an empty table.
     *
     * @param buffers of the pool
     */
    public DueTimes(int buffers) {
        dueNs = new long[buffers];
        Arrays.fill(dueNs, UNKNOWN);
    }

    /**
     * Notes a packet that is handed out.
     *
     * @param buffer that it is in
     * @param timeNs when it was due, by the clock of sources and sinks
     */
    void note(int buffer, long timeNs) {
        dueNs[buffer] = timeNs;
    }

    /** {@return when the packet in a buffer was due, or {@link #UNKNOWN}} */
    long of(int buffer) {
        return dueNs[buffer];
    }
}
