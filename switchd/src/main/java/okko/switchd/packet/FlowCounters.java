package okko.switchd.packet;

/**
 * What a flow matched. One datapath thread writes, anyone reads. <b>Hot:</b> counted for each packet, so these are
 * fields; to {@link Counts} it would be two loads more for each of them.
 */
public final class FlowCounters extends FlowCells {

    // A cache line, as there is one before what is counted.
    private long line0;
    private long line1;
    private long line2;
    private long line3;
    private long line4;
    private long line5;
    private long line6;
    private long line7;

    /** Starts at zero. */
    public FlowCounters() {}

    /**
     * Counts a packet that matched.
     *
     * @param frameBytes length of its frame
     */
    public void matched(int frameBytes) {
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        PACKETS.setOpaque(this, packets + 1);
        BYTES.setOpaque(this, bytes + frameBytes);
    }

    /** {@return packets that matched} */
    public long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    /** {@return bytes of their frames} */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }
}
