package okko.switchd.port;

import org.agrona.UnsafeApi;

/**
 * A 64-bit hash of a frame, to compare what came out of two runs. Frames are added up, so their order does not count.
 * No protection against somebody who looks for collisions.
 */
public final class FrameHash {

    // The primes of xxHash64, whose rounds these are: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
    private static final long PRIME_1 = 0x9e3779b185ebca87L;
    private static final long PRIME_2 = 0xc2b2ae3d27d4eb4fL;
    private static final long PRIME_3 = 0x165667b19e3779f9L;
    private static final long PRIME_4 = 0x85ebca77c2b2ae63L;

    private FrameHash() {}

    /**
     * Hashes a frame.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     * @return the hash; frames that differ in content or length have different ones but for bad luck
     */
    public static long of(long frame, int lengthBytes) {
        long hash = PRIME_3 + lengthBytes;
        int at = 0;
        for (; at + Long.BYTES <= lengthBytes; at += Long.BYTES) {
            hash = round(hash, UnsafeApi.getLong(frame + at));
        }
        long tail = 0;
        for (; at < lengthBytes; at++) {
            tail = tail << Byte.SIZE | UnsafeApi.getByte(frame + at) & 0xff;
        }
        hash = round(hash, tail);
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long hash, long word) {
        long mixed = Long.rotateLeft(word * PRIME_2, 31) * PRIME_1;
        return Long.rotateLeft(hash ^ mixed, 27) * PRIME_1 + PRIME_4;
    }
}
