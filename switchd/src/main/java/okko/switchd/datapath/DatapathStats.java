package okko.switchd.datapath;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a datapath did. Its thread writes once per batch, anyone reads. */
public final class DatapathStats {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PACKETS = 0;
    private static final int BATCHES = 1;
    private static final int CACHE_HITS = 2;
    private static final int FILTER_RUNS = 3;
    private static final int COPIES = 4;
    private static final int LOOKED_UP_AGAIN = 5;

    private final long[] counts = new long[LOOKED_UP_AGAIN + 1];

    /** Starts at zero. */
    DatapathStats() {}

    /**
     * Counts a batch.
     *
     * @param packets       in it
     * @param cacheHits     look-ups whose result was in the cache
     * @param filterRuns    filters asked
     * @param lookedUpAgain times that a packet was looked up once more, because actions wrote what rules match
     * @param totalCopies   packets added by actions since the start
     */
    void processed(int packets, int cacheHits, int filterRuns, int lookedUpAgain, long totalCopies) {
        add(PACKETS, packets);
        add(BATCHES, 1);
        add(CACHE_HITS, cacheHits);
        add(FILTER_RUNS, filterRuns);
        add(LOOKED_UP_AGAIN, lookedUpAgain);
        COUNT.setOpaque(counts, COPIES, totalCopies);
    }

    private void add(int which, int count) {
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        COUNT.setOpaque(counts, which, counts[which] + count);
    }

    private long count(int which) {
        return (long) COUNT.getOpaque(counts, which);
    }

    /** {@return packets that came out of ports} */
    public long packets() {
        return count(PACKETS);
    }

    /** {@return batches that they came in} */
    public long batches() {
        return count(BATCHES);
    }

    /** {@return packets whose decision was in the cache} */
    public long cacheHits() {
        return count(CACHE_HITS);
    }

    /** {@return times that a filter was asked} */
    public long filterRuns() {
        return count(FILTER_RUNS);
    }

    /** {@return times that a packet was looked up once more, because actions wrote what later rules match} */
    public long lookedUpAgain() {
        return count(LOOKED_UP_AGAIN);
    }

    /** {@return packets that action lists with several outputs added} */
    public long copies() {
        return count(COPIES);
    }
}
