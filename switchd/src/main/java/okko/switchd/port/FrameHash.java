package okko.switchd.port;

import org.agrona.UnsafeApi;

/**
 * A 64-bit hash of a frame, to compare what came out of two runs. Frames are added up, so their order does not count.
 * No protection against somebody who looks for collisions.
 */
public final class FrameHash {

    // Odd constants with well spread bits: 2^64 / golden ratio, and those of MurmurHash3's finaliser.
    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final long MIX_1 = 0xff51afd7ed558ccdL;
    private static final long MIX_2 = 0xc4ceb9fe1a85ec53L;

    private FrameHash() {}

    /**
     * Hashes a frame.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     * @return the hash; frames that differ in content or length have different ones but for bad luck
     */
    public static long of(long frame, int lengthBytes) {
        long hash = lengthBytes * STEP;
        int at = 0;
        for (; at + Long.BYTES <= lengthBytes; at += Long.BYTES) {
            hash = (Long.rotateLeft(hash, 29) ^ UnsafeApi.getLong(frame + at)) * STEP;
        }
        long tail = 0;
        for (; at < lengthBytes; at++) {
            tail = tail << Byte.SIZE | UnsafeApi.getByte(frame + at) & 0xff;
        }
        hash = (Long.rotateLeft(hash, 29) ^ tail) * STEP;
        hash = (hash ^ hash >>> 33) * MIX_1;
        hash = (hash ^ hash >>> 33) * MIX_2;
        return hash ^ hash >>> 33;
    }
}
