package okko.switchd.port;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/** Frames one behind the other, outside of the pool, to copy packets from. Immutable. */
final class FrameStore {

    /** What a copy is made in steps of: 32 bytes, a part of the unit that a buffer's room is a multiple of. */
    private static final int STEP_WORDS = 4;

    /** Frames, each filled up to whole steps. */
    private final long[] words;

    /** First word of each frame, and behind the last one the end. */
    private final int[] starts;

    private final int[] lengthsBytes;

    FrameStore(List<byte[]> frames) {
        starts = new int[frames.size() + 1];
        lengthsBytes = new int[frames.size()];
        for (int i = 0; i < lengthsBytes.length; i++) {
            lengthsBytes[i] = frames.get(i).length;
            int roomBytes = BitUtil.align(lengthsBytes[i], STEP_WORDS * Long.BYTES);
            starts[i + 1] = Math.addExact(starts[i], roomBytes / Long.BYTES);
        }
        words = new long[starts[lengthsBytes.length]];
        for (int i = 0; i < lengthsBytes.length; i++) {
            int count = starts[i + 1] - starts[i];
            ByteBuffer.wrap(Arrays.copyOf(frames.get(i), count * Long.BYTES)).order(ByteOrder.nativeOrder())
                    .asLongBuffer().get(words, starts[i], count);
        }
    }

    int count() {
        return lengthsBytes.length;
    }

    int lengthBytes(int frame) {
        return lengthsBytes[frame];
    }

    /**
     * Copies a frame, and up to 31 bytes behind it. Written out, because the frames that a switch is measured with are
     * two steps long: a call of the JVM's general copy, or the loops that the JIT makes of one over words, cost more
     * than the copy.
     */
    void copyTo(long address, int frame) {
        long to = address;
        int word = starts[frame];
        int end = starts[frame + 1];
        while (word != end) {
            UnsafeApi.putLong(to, words[word]);
            UnsafeApi.putLong(to + Long.BYTES, words[word + 1]);
            UnsafeApi.putLong(to + 2 * Long.BYTES, words[word + 2]);
            UnsafeApi.putLong(to + 3 * Long.BYTES, words[word + 3]);
            word += STEP_WORDS;
            to += STEP_WORDS * Long.BYTES;
        }
    }
}
