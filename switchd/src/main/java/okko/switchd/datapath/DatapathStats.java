package okko.switchd.datapath;

import okko.switchd.action.ActionExecutor;
import okko.switchd.packet.Counts;

/** What a datapath did. Its thread writes once per batch, anyone reads. */
public final class DatapathStats {

    private final Counts counts = new Counts(Count.values().length);
    private final LongestPause pause = new LongestPause();

    /** Starts at zero. */
    DatapathStats() {}

    /** What is counted. */
    public enum Count {
        /** Packets that came out of ports. */
        PACKETS,
        /** Packets that controllers sent. */
        INJECTED,
        /** Batches that they came in. */
        BATCHES,
        /** Packets whose key was in the exact-match cache. */
        EXACT_HITS,
        /** Packets whose flow was in the megaflow cache alone. */
        MEGAFLOW_HITS,
        /** Keys that no cache knew, or knew from other tables: they were translated. */
        MISSES,
        /** Times that a packet was looked up once more, because actions wrote what later rules match. */
        LOOKED_UP_AGAIN,
        /** Searches of the megaflow cache. */
        SEARCHES,
        /** Masks that these searches tried. */
        MASKS_SEARCHED,
        /** Cached flows, now. */
        FLOWS,
        /** Masks that they have, now. */
        MASKS,
        /** Cached flows that went for others because of the limit. */
        FLOWS_EVICTED,
        /** Masks that went for others because of their limit, with all their flows. */
        MASKS_EVICTED,
        /** Times that a filter was asked. */
        FILTER_RUNS,
        /** Packets that actions added. */
        COPIES,
        /** Times that rules asked for maps to be sent to the controllers. */
        MAPS_ASKED,
        /** Packets of the batches that were timed, one in some dozens. */
        TIMED_PACKETS,
        /** Processor time that these took, from their source to their sinks, nanoseconds. */
        TIMED_NS
    }

    /**
     * Counts a batch.
     *
     * @param packets in it
     * @param flows   by which they were looked up
     * @param actions by which they went on
     */
    void processed(int packets, FlowLookup flows, ActionExecutor actions) {
        add(Count.PACKETS, packets);
        add(Count.BATCHES, 1);
        publish(flows, actions);
    }

    /**
     * Takes over what others have counted.
     *
     * @param flows   by which packets were looked up
     * @param actions by which they went on
     */
    void publish(FlowLookup flows, ActionExecutor actions) {
        flows.publish(this);
        set(Count.FILTER_RUNS, actions.filterRuns());
        set(Count.MAPS_ASKED, actions.mapsAsked());
        set(Count.COPIES, actions.copies());
    }

    /** Counts a packet that a controller sent. */
    void injected() {
        add(Count.INJECTED, 1);
    }

    /**
     * Counts a batch that was timed.
     *
     * @param packets in it
     * @param ns      processor time
     */
    void timed(int packets, long ns) {
        add(Count.TIMED_PACKETS, packets);
        add(Count.TIMED_NS, ns);
    }

    private void add(Count which, long count) {
        counts.add(which.ordinal(), count);
    }

    /**
     * Sets a count.
     *
     * @param which count
     * @param value of it
     */
    void set(Count which, long value) {
        counts.set(which.ordinal(), value);
    }

    /**
     * Reads a count.
     *
     * @param which count
     * @return its value at the end of some recent batch
     */
    public long count(Count which) {
        return counts.get(which.ordinal());
    }

    LongestPause pause() {
        return pause;
    }

    /** {@return for how long forwarding stood still at most while packets came, since the last call, nanoseconds} */
    public long takeLongestPauseNs() {
        return pause.takeNs();
    }

    /** {@return processor time per packet, from its source to its sinks, nanoseconds; 0 if no packet was timed yet} */
    public double nsPerPacket() {
        long packets = count(Count.TIMED_PACKETS);
        return packets == 0 ? 0 : (double) count(Count.TIMED_NS) / packets;
    }
}
