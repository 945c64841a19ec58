package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a flow matched. One datapath thread writes, anyone reads. */
public final class FlowCounters {

    private static final VarHandle PACKETS;
    private static final VarHandle BYTES;

    static {
        try {
            var lookup = MethodHandles.lookup();
            PACKETS = lookup.findVarHandle(FlowCounters.class, "packets", long.class);
            BYTES = lookup.findVarHandle(FlowCounters.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long packets;
    private long bytes;

    /** Starts at zero. */
    public FlowCounters() {}

    /**
     * Counts a packet that matched.
     *
     * @param frameBytes length of its frame
     */
    public void matched(int frameBytes) {
        PACKETS.setOpaque(this, packets + 1); // opaque: see DropCounters
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
