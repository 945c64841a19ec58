package okko.switchd.packet;

/** What a flow matched. One datapath thread writes, anyone reads. */
public final class FlowCounters {

    private static final int PACKETS = 0;
    private static final int BYTES = 1;

    private final Counts counts = new Counts(2);

    /** Starts at zero. */
    public FlowCounters() {}

    /**
     * Counts a packet that matched.
     *
     * @param frameBytes length of its frame
     */
    public void matched(int frameBytes) {
        counts.add(PACKETS, 1);
        counts.add(BYTES, frameBytes);
    }

    /** {@return packets that matched} */
    public long packets() {
        return counts.get(PACKETS);
    }

    /** {@return bytes of their frames} */
    public long bytes() {
        return counts.get(BYTES);
    }
}
