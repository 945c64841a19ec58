package okko.switchd.datapath;

import okko.switchd.packet.Counts;

/** What a datapath did. Its thread writes once per batch, anyone reads. */
public final class DatapathStats {

    private static final int PACKETS = 0;
    private static final int BATCHES = 1;
    private static final int CACHE_HITS = 2;
    private static final int FILTER_RUNS = 3;
    private static final int COPIES = 4;
    private static final int LOOKED_UP_AGAIN = 5;

    private final Counts counts = new Counts(LOOKED_UP_AGAIN + 1);

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
        counts.add(PACKETS, packets);
        counts.add(BATCHES, 1);
        counts.add(CACHE_HITS, cacheHits);
        counts.add(FILTER_RUNS, filterRuns);
        counts.add(LOOKED_UP_AGAIN, lookedUpAgain);
        counts.set(COPIES, totalCopies);
    }

    /** {@return packets that came out of ports} */
    public long packets() {
        return counts.get(PACKETS);
    }

    /** {@return batches that they came in} */
    public long batches() {
        return counts.get(BATCHES);
    }

    /** {@return packets whose decision was in the cache} */
    public long cacheHits() {
        return counts.get(CACHE_HITS);
    }

    /** {@return times that a filter was asked} */
    public long filterRuns() {
        return counts.get(FILTER_RUNS);
    }

    /** {@return times that a packet was looked up once more, because actions wrote what later rules match} */
    public long lookedUpAgain() {
        return counts.get(LOOKED_UP_AGAIN);
    }

    /** {@return packets that action lists with several outputs added} */
    public long copies() {
        return counts.get(COPIES);
    }
}
