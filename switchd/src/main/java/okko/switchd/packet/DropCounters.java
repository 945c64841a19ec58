package okko.switchd.packet;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How many packets were dropped, by reason. One datapath thread writes, anyone reads. */
public final class DropCounters {

    private static final DropCounters[] NO_PARTS = {};

    private final Counts counts = new Counts(DropReason.values().length);
    private volatile DropCounters[] parts = NO_PARTS;

    /** Starts at zero. */
    public DropCounters() {}

    /** Adds what another thread counts to what is read here; not while somebody else does. */
    void include(DropCounters part) {
        DropCounters[] more = Arrays.copyOf(parts, parts.length + 1);
        more[parts.length] = part;
        parts = more;
    }

    /**
     * Counts dropped packets.
     *
     * @param reason why
     * @param count  how many, 0 or more
     */
    public void add(DropReason reason, long count) {
        counts.add(reason.ordinal(), count);
    }

    /**
     * Reads a counter.
     *
     * @param reason why
     * @return packets dropped so far
     */
    public long packets(DropReason reason) {
        long sum = counts.get(reason.ordinal());
        for (DropCounters part : parts) {
            sum += part.packets(reason);
        }
        return sum;
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
