package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * Hashing, comparing and copying of keys: whole ones, and a trie's, which have a number of bits (4 bytes, host order)
 * and then data in network order, whose further bits do not count.
 *
 * <p>The hash begins with the map's seed, so that nobody can choose keys that collide. For each 8 bytes, read as a
 * little-endian word, missing bytes as 0: {@code product = (state ^ word) * MULTIPLIER}, unsigned, 128 bits;
 * {@code state = low half ^ high half}. A prefix hashes its number of bits as a word of its own before its data. The
 * hash is {@code low half ^ high half} of the state.
 */
final class Keys {

    /** In place of a number of bits: a key of which all bytes count. */
    static final int WHOLE = -1;

    /** Where a trie's key has its data. */
    static final int DATA_OFFSET = 4;

    static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private Keys() {}

    static int hash(long seed, long key, int keyBytes, int bits) {
        if (bits == WHOLE) {
            return finish(state(seed, key, keyBytes));
        }
        long state = mix(seed, bits);
        for (int offset = 0; offset * Byte.SIZE < bits; offset += Long.BYTES) {
            state = mix(state, dataWord(key, keyBytes, offset, bits));
        }
        return finish(state);
    }

    /** The 64 bits that the hash of a key of which all bytes count is made of. */
    static long state(long seed, long key, int bytes) {
        long state = seed;
        int offset = 0;
        for (; offset <= bytes - Long.BYTES; offset += Long.BYTES) {
            state = mix(state, wordOfHalves(key + offset));
        }
        return offset == bytes ? state : mix(state, lastWord(key + offset, bytes - offset));
    }

    /**
     * Eight bytes, in two loads: a program has mostly just stored its key in words of 4 bytes, and a processor cannot
     * forward two stores to one load. Halves the time of a look-up.
     */
    private static long wordOfHalves(long at) {
        return Integer.toUnsignedLong(UnsafeApi.getInt(at))
                | (long) UnsafeApi.getInt(at + Integer.BYTES) << Integer.SIZE;
    }

    static boolean equal(long stored, long key, int keyBytes, int bits) {
        if (bits == WHOLE) {
            return Bytes.equal(stored, key, keyBytes);
        }
        if (UnsafeApi.getInt(stored) != bits) {
            return false;
        }
        for (int offset = 0; offset * Byte.SIZE < bits; offset += Long.BYTES) {
            if (dataWord(stored, keyBytes, offset, bits) != dataWord(key, keyBytes, offset, bits)) {
                return false;
            }
        }
        return true;
    }

    /** Copies a key into an entry, whose key is padded to 8 bytes; of a prefix the bits that do not count become 0. */
    static void copy(long key, long stored, int keyBytes, int bits) {
        if (bits == WHOLE) {
            Bytes.copy(key, stored, keyBytes);
            return;
        }
        UnsafeApi.putInt(stored, bits);
        for (int offset = 0; offset < keyBytes - DATA_OFFSET; offset++) {
            int counted = Math.clamp(bits - offset * Byte.SIZE, 0, Byte.SIZE);
            int mask = 0xff << Byte.SIZE - counted;
            UnsafeApi.putByte(
                    stored + DATA_OFFSET + offset, (byte) (UnsafeApi.getByte(key + DATA_OFFSET + offset) & mask));
        }
    }

    /** Up to 8 bytes of a prefix's data as a little-endian word, with 0 for the bits that do not count. */
    private static long dataWord(long key, int keyBytes, int offset, int bits) {
        long at = key + DATA_OFFSET + offset;
        int left = keyBytes - DATA_OFFSET - offset;
        long word = left >= Long.BYTES ? UnsafeApi.getLong(at) : lastWord(at, left);
        int counted = bits - offset * Byte.SIZE;
        return counted >= Long.SIZE ? word : word & Long.reverseBytes(-1L << Long.SIZE - counted);
    }

    /** 1 to 7 bytes, little-endian. */
    private static long lastWord(long at, int bytes) {
        long word = 0;
        int shift = 0;
        if ((bytes & Integer.BYTES) != 0) {
            word = Integer.toUnsignedLong(UnsafeApi.getInt(at));
            shift = Integer.SIZE;
        }
        if ((bytes & Short.BYTES) != 0) {
            word |= Short.toUnsignedLong(UnsafeApi.getShort(at + shift / Byte.SIZE)) << shift;
            shift += Short.SIZE;
        }
        return (bytes & Byte.BYTES) == 0
                ? word
                : word | Byte.toUnsignedLong(UnsafeApi.getByte(at + shift / Byte.SIZE)) << shift;
    }

    private static long mix(long state, long word) {
        long value = state ^ word;
        return value * MULTIPLIER ^ Math.unsignedMultiplyHigh(value, MULTIPLIER);
    }

    private static int finish(long state) {
        return (int) (state ^ state >>> Integer.SIZE);
    }
}
