package okko.switchd.cache;

import java.util.Arrays;
import java.util.stream.IntStream;
import okko.switchd.flow.FlowKey;

/**
 * Some bits of flow keys, and a hash over just these: only the words that have such bits are read. Immutable.
 *
 * <p>The hash folds a 128-bit product for every two words. Who does not know the seed cannot choose packets whose keys
 * crowd one place of a table.
 */
final class KeyMask {

    /** No bits: all keys are equal. */
    private static final long[] NONE = new long[FlowKey.WORDS];

    private final long[] mask;

    // By index in a gathered key, whose length is even: the word of the flow key, its bits, what hides it in the hash.
    private final int[] words;
    private final long[] bits;
    private final long[] secrets;

    /**
     * Makes a mask.
     *
     * @param mask of {@link FlowKey#WORDS} words; copied
     * @param seed secret of this run
     */
    KeyMask(long[] mask, long seed) {
        this.mask = mask.clone();
        int[] used = IntStream.range(0, FlowKey.WORDS).filter(word -> mask[word] != 0).toArray();
        words = Arrays.copyOf(used, used.length + 1 & ~1); // the last of an odd number has no bits of word 0 beside it
        bits = new long[words.length];
        secrets = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            bits[i] = i < used.length ? mask[words[i]] : 0;
            secrets[i] = secret(seed, i);
        }
    }

    /** Makes the mask that has no bits. */
    static KeyMask none(long seed) {
        return new KeyMask(NONE, seed);
    }

    /** SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long secret(long seed, int index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** {@return how many words a gathered key has} */
    int length() {
        return words.length;
    }

    /** Hashes the bits of a flow key; keys that agree in them have the same hash, which is never 0. */
    long hash(long[] key) {
        long hash = 0;
        for (int i = 0; i < words.length; i += 2) {
            hash ^= mix(key[words[i]] & bits[i] ^ secrets[i], key[words[i + 1]] & bits[i + 1] ^ secrets[i + 1]);
        }
        return hash == 0 ? 1 : hash;
    }

    /** Hashes gathered bits: to what {@link #hash} gives for their flow key. */
    long hashOf(long[] gathered) {
        long hash = 0;
        for (int i = 0; i < words.length; i += 2) {
            hash ^= mix(gathered[i] ^ secrets[i], gathered[i + 1] ^ secrets[i + 1]);
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long left, long right) {
        return left * right ^ Math.unsignedMultiplyHigh(left, right);
    }

    /**
     * Gathers the bits of a flow key, and compares them with what was there.
     *
     * @param key  flow key
     * @param into receives them
     * @return 0 if nothing has changed there
     */
    long gather(long[] key, long[] into) {
        long changed = 0;
        for (int i = 0; i < words.length; i++) {
            long word = key[words[i]] & bits[i];
            changed |= word ^ into[i];
            into[i] = word;
        }
        return changed;
    }

    /** {@return whether a flow key has these bits} */
    boolean agrees(long[] key, long[] gathered) {
        long different = 0;
        for (int i = 0; i < words.length; i++) {
            different |= key[words[i]] & bits[i] ^ gathered[i];
        }
        return different == 0;
    }

    /** {@return the flow key that has these bits and no others} */
    long[] scatter(long[] gathered) {
        long[] key = new long[FlowKey.WORDS];
        for (int i = 0; i < words.length; i++) {
            key[words[i]] |= gathered[i];
        }
        return key;
    }

    /** {@return whether it has exactly these bits} */
    boolean hasBits(long[] other) {
        return Arrays.equals(mask, other);
    }

    /** {@return whether it has all bits of another one} */
    boolean covers(KeyMask other) {
        for (int i = 0; i < other.words.length; i++) {
            if ((other.bits[i] & ~mask[other.words[i]]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return the bits that either of them has} */
    long[] or(KeyMask other) {
        long[] all = mask.clone();
        Arrays.setAll(all, word -> all[word] | other.mask[word]);
        return all;
    }

    /** {@return a copy of its words, one for each of a flow key} */
    long[] toWords() {
        return mask.clone();
    }
}
