package okko.switchd.port;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.UnsafeApi;

/** Frames one behind the other, outside of the pool, to copy packets from. Immutable. */
final class FrameStore {

    /** Frames, each filled up to whole words. */
    private final long[] words;

    /** First word of each frame, and behind the last one the end. */
    private final int[] starts;

    private final int[] lengthsBytes;

    FrameStore(List<byte[]> frames) {
        starts = new int[frames.size() + 1];
        lengthsBytes = new int[frames.size()];
        for (int i = 0; i < lengthsBytes.length; i++) {
            lengthsBytes[i] = frames.get(i).length;
            starts[i + 1] = Math.addExact(starts[i], (lengthsBytes[i] + Long.BYTES - 1) / Long.BYTES);
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
     * Copies a frame, and up to seven bytes behind it. Word by word: for the short frames that a switch is measured
     * with, a call of the JVM's general copy costs more than the copy.
     */
    void copyTo(long address, int frame) {
        long to = address;
        int end = starts[frame + 1];
        for (int word = starts[frame]; word < end; word++) {
            UnsafeApi.putLong(to, words[word]);
            to += Long.BYTES;
        }
    }
}
