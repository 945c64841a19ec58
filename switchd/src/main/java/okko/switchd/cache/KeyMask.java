package okko.switchd.cache;

import java.util.Arrays;
import java.util.stream.IntStream;
import okko.switchd.flow.FlowKey;

/**
 * Some bits of flow keys, and a hash over just these. Immutable.
 *
 * <p>The hot words are taken one by one and without a loop, also those that have no bits: the processor does several at
 * a time then, and guesses nothing. The others are looked at only if they have bits.
 *
 * <p>The hash folds a 128-bit product for every two words. Who does not know the seed cannot choose packets whose keys
 * crowd one place of a table.
 */
final class KeyMask {

    /** By flow key word. */
    private final long[] bits;

    /** Words behind the hot ones that have bits. */
    private final int[] cold;

    /** What hides the hot words in the hash, and what the others begin with. */
    private final long[] secrets = new long[FlowKey.HOT_WORDS + 1];

    /**
     * Makes a mask.
     *
     * @param bits of {@link FlowKey#WORDS} words; copied
     * @param seed secret of this run
     */
    KeyMask(long[] bits, long seed) {
        this.bits = bits.clone();
        cold = IntStream.range(FlowKey.HOT_WORDS, FlowKey.WORDS).filter(word -> bits[word] != 0).toArray();
        Arrays.setAll(secrets, i -> secret(seed, i));
    }

    /** Makes the mask that has no bits: all keys are equal to it. */
    static KeyMask none(long seed) {
        return new KeyMask(new long[FlowKey.WORDS], seed);
    }

    /** SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long secret(long seed, int index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Hashes the bits of a flow key; keys that agree in them have the same hash, which is never 0. */
    long hash(long[] key) {
        long[] b = bits;
        long[] s = secrets;
        long hash = mix(key[0] & b[0] ^ s[0], key[1] & b[1] ^ s[1])
                ^ mix(key[2] & b[2] ^ s[2], key[3] & b[3] ^ s[3])
                ^ mix(key[4] & b[4] ^ s[4], key[5] & b[5] ^ s[5])
                ^ mix(key[6] & b[6] ^ s[6], cold.length == 0 ? s[7] : hashOfCold(key));
        return hash == 0 ? 1 : hash;
    }

    private long hashOfCold(long[] key) {
        long hash = secrets[FlowKey.HOT_WORDS];
        for (int word : cold) {
            hash = mix(hash ^ key[word] & bits[word], secrets[word & 3]);
        }
        return hash;
    }

    private static long mix(long left, long right) {
        return left * right ^ Math.unsignedMultiplyHigh(left, right);
    }

    /** {@return the bits of a flow key, in its hot words or in all, as many as there are bits in} */
    long[] bitsOf(long[] key) {
        long[] values = Arrays.copyOf(key, cold.length == 0 ? FlowKey.HOT_WORDS : FlowKey.WORDS);
        Arrays.setAll(values, word -> values[word] & bits[word]);
        return values;
    }

    /** {@return whether a flow key has these {@linkplain #bitsOf bits}} */
    boolean agrees(long[] key, long[] values) {
        long[] b = bits;
        long different = key[0] & b[0] ^ values[0]
                | key[1] & b[1] ^ values[1]
                | key[2] & b[2] ^ values[2]
                | key[3] & b[3] ^ values[3]
                | key[4] & b[4] ^ values[4]
                | key[5] & b[5] ^ values[5]
                | key[6] & b[6] ^ values[6];
        return different == 0 && (cold.length == 0 || agreesInCold(key, values));
    }

    private boolean agreesInCold(long[] key, long[] values) {
        long different = 0;
        for (int word : cold) {
            different |= key[word] & bits[word] ^ values[word];
        }
        return different == 0;
    }

    /** {@return whether it has exactly these bits} */
    boolean hasBits(long[] other) {
        return Arrays.equals(bits, other);
    }

    /** {@return whether it has all bits of another one} */
    boolean covers(KeyMask other) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if ((other.bits[word] & ~bits[word]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return the bits that either of them has} */
    KeyMask or(KeyMask other, long seed) {
        long[] all = bits.clone();
        Arrays.setAll(all, word -> all[word] | other.bits[word]);
        return new KeyMask(all, seed);
    }

    /** {@return a copy of its words, one for each of a flow key} */
    long[] toWords() {
        return bits.clone();
    }
}
