package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.TreeMap;

/** How many packets were dropped, by reason. One datapath thread writes, anyone reads. */
public final class DropCounters {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] packets = new long[DropReason.values().length];

    /** Starts at zero. */
    public DropCounters() {}

    /**
     * Counts dropped packets.
     *
     * @param reason why
     * @param count  how many, 0 or more
     */
    public void add(DropReason reason, long count) {
        int at = reason.ordinal();
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        COUNT.setOpaque(packets, at, packets[at] + count);
    }

    /**
     * Reads a counter.
     *
     * @param reason why
     * @return packets dropped so far
     */
    public long packets(DropReason reason) {
        return (long) COUNT.getOpaque(packets, reason.ordinal());
    }

    /** {@return packets dropped so far, by the reason's label; reasons that have not occurred are left out} */
    public Map<String, Long> byLabel() {
        Map<String, Long> counts = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            long count = packets(reason);
            if (count != 0) {
                counts.put(reason.label(), count);
            }
        }
        return counts;
    }

    /** {@return packets dropped so far, for all reasons} */
    public long total() {
        long total = 0;
        for (DropReason reason : DropReason.values()) {
            total += packets(reason);
        }
        return total;
    }
}
