package okko.switchd.packet;

import java.util.Arrays;

/**
 * What went through a port. Each datapath thread that moves its packets writes to a part of its own; anyone reads the
 * whole.
 */
public final class PortCounters {

    private static final PortCounters[] NO_PARTS = {};

    private static final int RX_PACKETS = 0;
    private static final int RX_BYTES = 1;
    private static final int TX_PACKETS = 2;
    private static final int TX_BYTES = 3;

    private final Counts counts = new Counts(TX_BYTES + 1);
    private final DropCounters drops = new DropCounters();
    private volatile PortCounters[] parts = NO_PARTS;

    /** Starts at zero. */
    public PortCounters() {}

    /**
     * Begins a part that another thread writes to; not while somebody else begins one.
     *
     * @return counters whose counts are in these from now on
     */
    public PortCounters part() {
        PortCounters part = new PortCounters();
        drops.include(part.drops);
        PortCounters[] more = Arrays.copyOf(parts, parts.length + 1);
        more[parts.length] = part;
        parts = more;
        return part;
    }

    /**
     * Counts received packets; call once per batch.
     *
     * @param packets that were received
     * @param bytes   of their frames
     */
    public void received(long packets, long bytes) {
        counts.add(RX_PACKETS, packets);
        counts.add(RX_BYTES, bytes);
    }

    /**
     * Counts sent packets; call once per batch.
     *
     * @param packets that were sent
     * @param bytes   of their frames
     */
    public void sent(long packets, long bytes) {
        counts.add(TX_PACKETS, packets);
        counts.add(TX_BYTES, bytes);
    }

    private long sum(int which) {
        long sum = counts.get(which);
        for (PortCounters part : parts) {
            sum += part.sum(which);
        }
        return sum;
    }

    /** {@return packets that this port dropped, by reason; received ones that came no further, or ones to be sent} */
    public DropCounters drops() {
        return drops;
    }

    /** {@return packets received, those dropped on reception included} */
    public long rxPackets() {
        return sum(RX_PACKETS);
    }

    /** {@return bytes received} */
    public long rxBytes() {
        return sum(RX_BYTES);
    }

    /** {@return packets sent} */
    public long txPackets() {
        return sum(TX_PACKETS);
    }

    /** {@return bytes sent} */
    public long txBytes() {
        return sum(TX_BYTES);
    }
}
