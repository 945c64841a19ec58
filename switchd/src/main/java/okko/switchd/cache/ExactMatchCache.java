package okko.switchd.cache;

import java.util.Arrays;
import okko.switchd.flow.FlowKey;

/**
 * A hash table of limited size that forgets: each key can be in one of two entries, and a new key takes the place of
 * an older one. Confined to one thread.
 *
 * @param <V> what is remembered of a key
 */
public final class ExactMatchCache<V> {

    /** How many keys fit, as in Open vSwitch's {@code EM_FLOW_HASH_ENTRIES}. */
    public static final int ENTRIES = 1 << 13;

    private static final int ENTRY_BITS = 13;
    private static final int ENTRY_MASK = ENTRIES - 1;

    /** Words from one entry to the next: the key and its hash, in whole cache lines of 64 bytes. */
    private static final int STRIDE = 32;

    private static final int HASH = FlowKey.WORDS;

    private final long seed0;
    private final long seed1;
    private final long seed2;
    private final long[] entries = new long[ENTRIES * STRIDE];

    /** By entry; {@code null} where it is free. */
    private final Object[] values = new Object[ENTRIES];

    /**
     * Makes an empty cache.
     *
     * @param seed secret of this run: who does not know it cannot choose packets that crowd one entry
     */
    public ExactMatchCache(long seed) {
        seed0 = seed * 0x9e3779b97f4a7c15L | 1;
        seed1 = (seed ^ 0xd6e8feb86659fd93L) * 0xbf58476d1ce4e5b9L | 1;
        seed2 = (seed ^ 0xa0761d6478bd642fL) * 0x94d049bb133111ebL | 1;
    }

    /**
     * Hashes a key: independent 128-bit multiplications of word pairs, folded.
     *
     * @param key of {@link FlowKey#WORDS} words
     * @return what {@link #find} and {@link #put} take
     */
    public long hash(long[] key) {
        long hash = seed2;
        for (int word = 0; word < FlowKey.WORDS; word += 2) {
            hash = mix(hash ^ key[word] ^ seed0, key[word + 1] ^ seed1);
        }
        return hash;
    }

    private static long mix(long left, long right) {
        return left * right ^ Math.unsignedMultiplyHigh(left, right);
    }

    /**
     * Looks a key up.
     *
     * @param hash of the key
     * @param key  of {@link FlowKey#WORDS} words
     * @return what was put under it, or {@code null} if that is forgotten
     */
    @SuppressWarnings("unchecked") // only put writes values
    public V find(long hash, long[] key) {
        int first = firstEntry(hash);
        if (holds(first, hash, key)) {
            return (V) values[first];
        }
        int second = secondEntry(hash);
        return holds(second, hash, key) ? (V) values[second] : null;
    }

    /**
     * Remembers a key. Of its two entries it takes a free one, else the one with the smaller hash, which is as good as
     * chance and needs no time stamp.
     *
     * @param hash  of the key
     * @param key   of {@link FlowKey#WORDS} words, not in the cache
     * @param value to remember
     */
    public void put(long hash, long[] key, V value) {
        int first = firstEntry(hash);
        int second = secondEntry(hash);
        int chosen = values[first] == null || values[second] != null && hashOf(first) < hashOf(second) ? first : second;
        System.arraycopy(key, 0, entries, chosen * STRIDE, FlowKey.WORDS);
        entries[chosen * STRIDE + HASH] = hash;
        values[chosen] = value;
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(values, null);
    }

    private boolean holds(int entry, long hash, long[] key) {
        return hashOf(entry) == hash && values[entry] != null
                && FlowKey.equal(entries, entry * STRIDE, key, 0, FlowKey.WORDS);
    }

    private long hashOf(int entry) {
        return entries[entry * STRIDE + HASH];
    }

    private static int firstEntry(long hash) {
        return (int) hash & ENTRY_MASK;
    }

    private static int secondEntry(long hash) {
        return (int) (hash >>> ENTRY_BITS) & ENTRY_MASK;
    }
}
