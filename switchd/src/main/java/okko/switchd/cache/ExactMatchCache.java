package okko.switchd.cache;

/**
 * Where the packets of a key found their flow last time, so that a packet needs one look and not one per mask. Confined
 * to one datapath thread.
 *
 * <p>Keys are the same to it that agree in all the bits that any cached flow looks at: what nobody asks about makes no
 * other key. It keeps no keys, but 32 bits of their hashes and the flows. A flow that lies there is compared with
 * the packet's key before it is used, so equal hashes do no harm. Each key can be in one of two places; when live flows
 * have both, only one new key in 32 displaces one of them, so that more keys than places do not make it useless.
 *
 * @param <V> as in {@link CachedFlow}
 */
public final class ExactMatchCache<V> {

    private static final int PLACE_BITS = 16;

    /** How many keys fit. */
    public static final int PLACES = 1 << PLACE_BITS;

    private static final int PLACE_MASK = PLACES - 1;

    /** One displacement in so many. */
    private static final int RELUCTANCE = 32;

    private final long seed;

    /** All that flows look at. */
    private KeyMask mask;

    // By place. A place without a flow has any tag.
    private final int[] tags = new int[PLACES];
    private final CachedFlow<V>[] flows = newPlaces();

    // Of the packet before: often the next one is like it.
    private long[] lastBits;
    private CachedFlow<V> lastFlow;

    private long hash;

    /** How many of the other cache's masks were gone when it last let go of bits. */
    private long masksGone;

    private int untilDisplaced = RELUCTANCE;

    /**
     * Makes an empty cache.
     *
     * @param seed secret of this run, from a random source
     */
    public ExactMatchCache(long seed) {
        this.seed = seed;
        mask = KeyMask.none(seed);
        lastBits = new long[mask.length()];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static <V> CachedFlow<V>[] newPlaces() {
        return new CachedFlow[PLACES];
    }

    /**
     * Finds a flow.
     *
     * @param key of a packet, {@link okko.switchd.flow.FlowKey#WORDS} words
     * @return a flow that it belongs to, if need be of an older generation or removed; {@code null} if it knows none
     */
    public CachedFlow<V> find(long[] key) {
        if (mask.gather(key, lastBits) == 0 && lastFlow != null) {
            return lastFlow;
        }
        hash = mask.hashOf(lastBits);
        int tag = tag(hash);
        int place = firstPlace(hash);
        CachedFlow<V> found = flows[place];
        if (tags[place] == tag && found != null && found.agrees(key)) {
            lastFlow = found;
            return found;
        }
        place = secondPlace(hash);
        found = flows[place];
        lastFlow = tags[place] == tag && found != null && found.agrees(key) ? found : null;
        return lastFlow;
    }

    /**
     * Remembers a flow for the key that was looked up last.
     *
     * @param key  that {@link #find} was called with
     * @param flow that it belongs to, and that holds for these tables
     * @param generation of the tables
     */
    public void put(long[] key, CachedFlow<V> flow, long generation) {
        if (!mask.covers(flow.keyMask())) {
            lookAt(new KeyMask(mask.or(flow.keyMask()), seed));
        }
        mask.gather(key, lastBits);
        lastFlow = flow;
        hash = mask.hashOf(lastBits);
        int place = placeFor(flow, generation);
        if (place >= 0) {
            tags[place] = tag(hash);
            flows[place] = flow;
        }
    }

    private int placeFor(CachedFlow<V> flow, long generation) {
        int first = firstPlace(hash);
        int second = secondPlace(hash);
        int tag = tag(hash);
        if (tags[first] == tag && flows[first] == flow || isFree(first, generation)) {
            return first;
        }
        if (tags[second] == tag && flows[second] == flow || isFree(second, generation)) {
            return second;
        }
        if (--untilDisplaced > 0) {
            return -1;
        }
        untilDisplaced = RELUCTANCE;
        return first;
    }

    private boolean isFree(int place, long generation) {
        return flows[place] == null || !flows[place].holdsFor(generation);
    }

    /**
     * Lets go of bits that no flow looks at any more, now and then: each of them makes keys differ.
     *
     * @param megaflows with all flows that it may be given
     */
    public void lookAtNoMoreThan(MegaflowCache<V> megaflows) {
        if (masksGone != megaflows.masksGone()) {
            masksGone = megaflows.masksGone();
            KeyMask all = megaflows.lookedAt();
            if (!all.covers(mask)) {
                lookAt(all);
            }
        }
    }

    /** What was remembered with other bits lies at other places, and is displaced in time. */
    private void lookAt(KeyMask all) {
        mask = all;
        lastBits = new long[all.length()];
        lastFlow = null;
    }

    private static int tag(long hash) {
        return (int) (hash >>> 32);
    }

    private static int firstPlace(long hash) {
        return (int) hash & PLACE_MASK;
    }

    private static int secondPlace(long hash) {
        return (int) (hash >>> PLACE_BITS) & PLACE_MASK;
    }
}
