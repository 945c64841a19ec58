package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What went through a port. One datapath thread writes, anyone reads. */
public final class PortCounters {

    private static final VarHandle RX_PACKETS;
    private static final VarHandle RX_BYTES;
    private static final VarHandle TX_PACKETS;
    private static final VarHandle TX_BYTES;

    static {
        try {
            var lookup = MethodHandles.lookup();
            RX_PACKETS = lookup.findVarHandle(PortCounters.class, "rxPackets", long.class);
            RX_BYTES = lookup.findVarHandle(PortCounters.class, "rxBytes", long.class);
            TX_PACKETS = lookup.findVarHandle(PortCounters.class, "txPackets", long.class);
            TX_BYTES = lookup.findVarHandle(PortCounters.class, "txBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DropCounters drops = new DropCounters();
    private long rxPackets;
    private long rxBytes;
    private long txPackets;
    private long txBytes;

    /** Starts at zero. */
    public PortCounters() {}

    /**
     * Counts received packets; call once per batch.
     *
     * @param packets that were received
     * @param bytes   of their frames
     */
    public void received(long packets, long bytes) {
        RX_PACKETS.setOpaque(this, rxPackets + packets); // opaque: see DropCounters
        RX_BYTES.setOpaque(this, rxBytes + bytes);
    }

    /**
     * Counts sent packets; call once per batch.
     *
     * @param packets that were sent
     * @param bytes   of their frames
     */
    public void sent(long packets, long bytes) {
        TX_PACKETS.setOpaque(this, txPackets + packets);
        TX_BYTES.setOpaque(this, txBytes + bytes);
    }

    /** {@return packets that this port dropped, by reason; received ones that came no further, or ones to be sent} */
    public DropCounters drops() {
        return drops;
    }

    /** {@return packets received, those dropped on reception included} */
    public long rxPackets() {
        return (long) RX_PACKETS.getOpaque(this);
    }

    /** {@return bytes received} */
    public long rxBytes() {
        return (long) RX_BYTES.getOpaque(this);
    }

    /** {@return packets sent} */
    public long txPackets() {
        return (long) TX_PACKETS.getOpaque(this);
    }

    /** {@return bytes sent} */
    public long txBytes() {
        return (long) TX_BYTES.getOpaque(this);
    }
}
