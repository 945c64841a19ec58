package okko.switchd.cache;

import java.util.Arrays;

/**
 * The cached flows that look at the same bits: an open-addressed hash table, at most half full. A flow lies in the
 * first slot that was free from the one that its hash says on; when one goes, those behind it close the gap.
 *
 * @param <V> as in {@link CachedFlow}
 */
final class Subtable<V> {

    private static final int FIRST_CAPACITY = 8;

    /** It shrinks when fewer than one slot in so many is in use. */
    private static final int SPARSE = 8;

    private final KeyMask mask;

    /** By slot; 0 where it is free. Apart from the flows, so that a search that ends here touches nothing else. */
    private long[] hashes = new long[FIRST_CAPACITY];

    private CachedFlow<V>[] flows = newSlots(FIRST_CAPACITY);
    private int size;

    /** How many packets it has been good for lately. */
    private long recentHits;

    Subtable(KeyMask mask) {
        this.mask = mask;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static <V> CachedFlow<V>[] newSlots(int capacity) {
        return new CachedFlow[capacity];
    }

    KeyMask mask() {
        return mask;
    }

    int size() {
        return size;
    }

    int capacity() {
        return hashes.length;
    }

    /** {@return the flow in a slot, or {@code null}} */
    CachedFlow<V> at(int slot) {
        return flows[slot];
    }

    long recentHits() {
        return recentHits;
    }

    /** Lets what was long ago count for less. */
    void halveRecentHits() {
        recentHits >>= 1;
    }

    /** {@return the flow that a key belongs to, or {@code null}} */
    CachedFlow<V> find(long[] key) {
        long[] table = hashes;
        long hash = mask.hash(key);
        int slot = (int) hash & table.length - 1;
        while (table[slot] != 0) {
            if (table[slot] == hash && flows[slot].agrees(key)) {
                recentHits++;
                return flows[slot];
            }
            slot = slot + 1 & table.length - 1;
        }
        return null;
    }

    /** Adds a flow; there is none with the same bits. */
    void add(CachedFlow<V> flow) {
        if (2 * (size + 1) > hashes.length) {
            resize(2 * hashes.length);
        }
        place(flow.hash(), flow);
        size++;
    }

    private void place(long hash, CachedFlow<V> flow) {
        int slot = (int) hash & hashes.length - 1;
        while (hashes[slot] != 0) {
            slot = slot + 1 & hashes.length - 1;
        }
        hashes[slot] = hash;
        flows[slot] = flow;
    }

    private void resize(int capacity) {
        long[] oldHashes = hashes;
        CachedFlow<V>[] oldFlows = flows;
        hashes = new long[capacity];
        flows = newSlots(capacity);
        for (int slot = 0; slot < oldHashes.length; slot++) {
            if (oldHashes[slot] != 0) {
                place(oldHashes[slot], oldFlows[slot]);
            }
        }
    }

    /** Removes the flow in a slot; another one may lie there then, and all of them elsewhere if the table shrinks. */
    void removeAt(int slot) {
        flows[slot].remove();
        size--;
        int gap = slot;
        int next = slot;
        do {
            next = next + 1 & hashes.length - 1;
            int home = (int) hashes[next] & hashes.length - 1;
            // It may move back unless it would come to lie before its home: cyclically, gap < home <= next.
            if (hashes[next] != 0 && (next - home & hashes.length - 1) >= (next - gap & hashes.length - 1)) {
                hashes[gap] = hashes[next];
                flows[gap] = flows[next];
                gap = next;
            }
        } while (hashes[next] != 0);
        hashes[gap] = 0;
        flows[gap] = null;
        if (hashes.length > FIRST_CAPACITY && SPARSE * size < hashes.length) {
            resize(hashes.length / 2); // or the limit on flows would be none on memory
        }
    }

    /** Removes one flow. */
    void remove(CachedFlow<V> flow) {
        int slot = (int) flow.hash() & hashes.length - 1;
        while (flows[slot] != flow) {
            slot = slot + 1 & hashes.length - 1;
        }
        removeAt(slot);
    }

    /** Removes all flows. */
    void clear() {
        for (CachedFlow<V> flow : flows) {
            if (flow != null) {
                flow.remove();
            }
        }
        Arrays.fill(hashes, 0);
        Arrays.fill(flows, null);
        size = 0;
    }
}
