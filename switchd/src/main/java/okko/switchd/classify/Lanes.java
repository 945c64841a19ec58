package okko.switchd.classify;

import okko.switchd.flow.Match;

/**
 * Some bits of some words of a flow key, which are looked up together.
 *
 * @param words positions in the key, ascending
 * @param masks which bits of each; never 0
 */
record Lanes(int[] words, long[] masks) {

    /** {@return the values that a match asks for} */
    long[] valuesOf(Match match) {
        long[] values = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = match.keyWord(words[i]) & masks[i];
        }
        return values;
    }

    boolean haveValues(long[] key, long[] values) {
        for (int i = 0; i < words.length; i++) {
            if ((key[words[i]] & masks[i]) != values[i]) {
                return false;
            }
        }
        return true;
    }

    int hash(long[] key) {
        long hash = 0;
        for (int i = 0; i < words.length; i++) {
            hash = mix(hash, key[words[i]] & masks[i]);
        }
        return (int) hash;
    }

    /** {@return the hash of a key that has these values} */
    static int hashOf(long[] values) {
        long hash = 0;
        for (long value : values) {
            hash = mix(hash, value);
        }
        return (int) hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 32;
    }

    /** Notes that these bits were looked at. */
    void addTo(long[] mask) {
        for (int i = 0; i < words.length; i++) {
            mask[words[i]] |= masks[i];
        }
    }
}
