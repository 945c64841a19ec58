package okko.switchd.cache;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Cached flows by tuple space search: a hash table for each set of bits that flows look at, searched one after the
 * other, those first that were good for most packets lately. Confined to one datapath thread.
 *
 * <p>Flows may overlap; whichever is found is right, because each is a function of the tables and of the bits that it
 * looks at. It is bounded: in flows, of which the one that was idle for longest of some goes for a new one, and in sets
 * of bits, of which the one with the fewest packets goes with all its flows. So nobody who chooses packets can make it
 * grow, or searches long without end. Nothing is allocated but for new flows.
 *
 * @param <V> as in {@link CachedFlow}
 */
public final class MegaflowCache<V> {

    /** Most sets of bits at a time. A search of all costs what some ten translations cost. */
    public static final int MAX_MASKS = 512;

    /** How many searches lie between two times at which the tables are put in order. */
    private static final int SEARCHES_PER_ORDER = 1 << 14;

    /** How many flows are compared to find one that may go. */
    private static final int CANDIDATES = 8;

    private final long seed;
    private final int flowLimit;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private final Subtable<V>[] subtables = new Subtable[MAX_MASKS];

    private int subtableCount;
    private int size;
    private long searches;
    private long searched;
    private long evictions;
    private long maskEvictions;
    private long masksGone;
    private int untilOrder = SEARCHES_PER_ORDER;

    /** Where the walk over all flows stands: the next slot of a table. */
    private Subtable<V> walked;

    private int walkedSlot;

    /**
     * Makes an empty cache.
     *
     * @param seed      secret of this run, from a random source
     * @param flowLimit most flows at a time, at least {@code 1}
     */
    public MegaflowCache(long seed, int flowLimit) {
        this.seed = seed;
        this.flowLimit = flowLimit;
    }

    /**
     * Finds a flow.
     *
     * @param key of a packet, {@link okko.switchd.flow.FlowKey#WORDS} words
     * @return a flow that it belongs to, if need be of an older generation; {@code null} if there is none
     */
    public CachedFlow<V> find(long[] key) {
        searches++;
        if (--untilOrder == 0) {
            order();
        }
        for (int i = 0; i < subtableCount; i++) {
            CachedFlow<V> flow = subtables[i].find(key);
            if (flow != null) {
                searched += i + 1;
                return flow;
            }
        }
        searched += subtableCount;
        return null;
    }

    /** By insertion: the order of the last time is nearly right. */
    private void order() {
        untilOrder = SEARCHES_PER_ORDER;
        for (int i = 0; i < subtableCount; i++) {
            Subtable<V> subtable = subtables[i];
            subtable.halveRecentHits();
            int at = i;
            while (at > 0 && subtables[at - 1].recentHits() < subtable.recentHits()) {
                subtables[at] = subtables[at - 1];
                at--;
            }
            subtables[at] = subtable;
        }
    }

    /**
     * Adds a flow; {@link #find} has found none for this key.
     *
     * @param key        of a packet
     * @param mask       bits that its packets' keys agree in
     * @param value      what is to be done with them
     * @param generation of the tables that say so
     * @param nowNs      about now
     * @return the flow
     */
    public CachedFlow<V> add(long[] key, long[] mask, V value, long generation, long nowNs) {
        if (size >= flowLimit) {
            evict();
        }
        Subtable<V> subtable = subtable(mask);
        CachedFlow<V> flow = new CachedFlow<>(subtable.mask(), key, value, generation, nowNs);
        subtable.add(flow);
        size++;
        return flow;
    }

    private Subtable<V> subtable(long[] mask) {
        for (int i = 0; i < subtableCount; i++) {
            if (subtables[i].mask().hasBits(mask)) {
                return subtables[i];
            }
        }
        if (subtableCount == MAX_MASKS) {
            order();
            maskEvictions++;
            drop(subtableCount - 1);
        }
        Subtable<V> added = new Subtable<>(new KeyMask(mask, seed));
        subtables[subtableCount++] = added;
        return added;
    }

    private void drop(int index) {
        Subtable<V> dropped = subtables[index];
        size -= dropped.size();
        dropped.clear();
        System.arraycopy(subtables, index + 1, subtables, index, subtableCount - index - 1);
        subtables[--subtableCount] = null;
        masksGone++;
        if (walked == dropped) { // the walk goes on with the table behind it
            walked = index == 0 ? null : subtables[index - 1];
            walkedSlot = Integer.MAX_VALUE;
        }
    }

    /** Of the next flows of the walk, removes the one that was idle for longest: not the oldest of all, but old. */
    private void evict() {
        CachedFlow<V> oldest = null;
        Subtable<V> home = null;
        int seen = 0;
        while (seen < CANDIDATES) {
            CachedFlow<V> flow = walk();
            if (flow != null) {
                seen++;
                if (oldest == null || flow.usedNs() - oldest.usedNs() < 0) {
                    oldest = flow;
                    home = walked;
                }
            }
        }
        home.remove(oldest);
        size--;
        evictions++;
    }

    /** {@return the flow in the next slot of all slots, {@code null} if it is free} */
    private CachedFlow<V> walk() {
        if (walked == null || walkedSlot >= walked.capacity()) {
            int next = walked == null ? 0 : indexOf(walked) + 1;
            walked = subtables[next >= subtableCount ? 0 : next];
            walkedSlot = 0;
        }
        return walked.at(walkedSlot++);
    }

    private int indexOf(Subtable<V> subtable) {
        int index = 0;
        while (subtables[index] != subtable) {
            index++;
        }
        return index;
    }

    /**
     * Removes a flow.
     *
     * @param flow in the cache
     */
    public void remove(CachedFlow<V> flow) {
        for (int i = 0; i < subtableCount; i++) {
            if (subtables[i].mask() == flow.keyMask()) {
                subtables[i].remove(flow);
                size--;
                removeIfEmpty(subtables[i]);
                return;
            }
        }
    }

    private void removeIfEmpty(Subtable<V> subtable) {
        if (subtable.size() == 0) {
            drop(indexOf(subtable));
        }
    }

    /**
     * Looks at some slots, from where the last call has stopped, and removes the flows that are not to stay.
     *
     * @param slots how many
     * @param stays asked about the flow there; must not change the cache
     */
    public void sweep(int slots, Predicate<CachedFlow<V>> stays) {
        for (int i = 0; i < slots && subtableCount > 0; i++) {
            CachedFlow<V> flow = walk();
            if (flow != null && !stays.test(flow)) {
                walkedSlot--; // another flow may lie there now
                walked.removeAt(walkedSlot);
                size--;
                removeIfEmpty(walked);
            }
        }
    }

    /** Removes all flows. */
    public void clear() {
        while (subtableCount > 0) {
            drop(subtableCount - 1);
        }
    }

    /**
     * Calls for each flow.
     *
     * @param visitor must not change the cache
     */
    public void forEach(Consumer<CachedFlow<V>> visitor) {
        for (int i = 0; i < subtableCount; i++) {
            for (int slot = 0; slot < subtables[i].capacity(); slot++) {
                if (subtables[i].at(slot) != null) {
                    visitor.accept(subtables[i].at(slot));
                }
            }
        }
    }

    /** {@return all bits that flows look at} */
    KeyMask lookedAt() {
        KeyMask all = KeyMask.none(seed);
        for (int i = 0; i < subtableCount; i++) {
            all = new KeyMask(all.or(subtables[i].mask()), seed);
        }
        return all;
    }

    /** {@return how many flows there are} */
    public int size() {
        return size;
    }

    /** {@return how many sets of bits they look at} */
    public int maskCount() {
        return subtableCount;
    }

    /** {@return masks that it had once, and has no more} */
    long masksGone() {
        return masksGone;
    }

    /** {@return searches since the start} */
    public long searches() {
        return searches;
    }

    /** {@return hash tables that these searches looked into} */
    public long masksSearched() {
        return searched;
    }

    /** {@return flows that went for others because there were too many} */
    public long evictions() {
        return evictions;
    }

    /** {@return sets of bits that went for others because there were too many} */
    public long maskEvictions() {
        return maskEvictions;
    }
}
