package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened at a ring port besides packets and drops: bad descriptors by kind, faults.
 * The datapath thread writes, anyone reads.
 */
final class RingCounters {

    /** Why an attachment's rings are not used any more, without its processor having said so or died. */
    enum Fault {
        /** It wrote a ring position that no honest peer can write. */
        CORRUPT_RING,
        /** A page of the memory that is shared with it has failed. */
        FAILED_MEMORY
    }

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STRIKES = 0;
    private static final int ORIGINATED = 1;
    private static final int COPIES = 2;
    private static final int HIGH_WATER = 3;

    private final long[] sums = new long[HIGH_WATER + 1];
    private final long[] bad = new long[Returned.values().length];
    private final long[] faults = new long[Fault.values().length];

    private static void add(long[] counts, int at, long count) {
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        COUNT.setOpaque(counts, at, counts[at] + count);
    }

    private static long read(long[] counts, int at) {
        return (long) COUNT.getOpaque(counts, at);
    }

    /** Begins to look for the most buffers that a new attachment holds at a time. */
    void attached() {
        COUNT.setOpaque(sums, HIGH_WATER, 0L);
    }

    /** Notes how many buffers the processor holds. */
    void holds(int buffers) {
        if (buffers > sums[HIGH_WATER]) {
            COUNT.setOpaque(sums, HIGH_WATER, (long) buffers);
        }
    }

    /** Counts a bad descriptor. */
    void bad(Returned kind) {
        add(bad, kind.ordinal(), 1);
        add(sums, STRIKES, 1);
    }

    /** Counts the end of an attachment by a fault; a strike as well. */
    void broken(Fault fault) {
        add(faults, fault.ordinal(), 1);
        add(sums, STRIKES, 1);
    }

    /** Counts packets that began in an empty buffer. */
    void originated(int packets) {
        add(sums, ORIGINATED, packets);
    }

    /** Adds the copies that an attachment took, when it ends. */
    void copied(long packets) {
        add(sums, COPIES, packets);
    }

    long strikes() {
        return read(sums, STRIKES);
    }

    long originated() {
        return read(sums, ORIGINATED);
    }

    /** {@return copies taken for attachments that have ended} */
    long copies() {
        return read(sums, COPIES);
    }

    int highWater() {
        return (int) read(sums, HIGH_WATER);
    }

    /** {@return bad descriptors and faults by label, without those that have not occurred} */
    Map<String, Long> strikesByKind() {
        Map<String, Long> counts = new TreeMap<>();
        for (Returned kind : Returned.values()) {
            put(counts, kind.label(), read(bad, kind.ordinal()));
        }
        put(counts, "corrupt_ring", read(faults, Fault.CORRUPT_RING.ordinal()));
        put(counts, "failed_memory", read(faults, Fault.FAILED_MEMORY.ordinal()));
        return counts;
    }

    private static void put(Map<String, Long> counts, String label, long count) {
        if (count != 0) {
            counts.put(label, count);
        }
    }
}
