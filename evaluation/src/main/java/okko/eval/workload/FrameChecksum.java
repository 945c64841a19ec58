package okko.eval.workload;

import org.agrona.UnsafeApi;

/** Placeholder until the sink's hash can be imported. */
final class FrameChecksum {

    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final long MIX_1 = 0xff51afd7ed558ccdL;
    private static final long MIX_2 = 0xc4ceb9fe1a85ec53L;

    private FrameChecksum() {}

    static long of(long frame, int lengthBytes) {
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
