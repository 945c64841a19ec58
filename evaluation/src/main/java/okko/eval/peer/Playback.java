package okko.eval.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.port.FrameHash;
import org.agrona.BufferUtil;

/**
 * Frames that are played over and over, compared byte by byte with what came out, from wherever in the round that
 * begins: the same frames, equally often. Their order is left open, and which of the first and the last batches are
 * among them: a switch that forwards flow by flow puts those of a flow together.
 */
final class Playback {

    /** Frames at either end that may be there or not: two batches of DPDK. */
    static final int EDGE = 64;

    private static final int LONGEST_FRAME_BYTES = 1 << 16;

    private final List<byte[]> frames;
    private final Map<ByteBuffer, Integer> kinds = new HashMap<>();
    private final int[] kindAt;

    /** Takes the frames of a round, 1 or more. */
    Playback(List<byte[]> frames) {
        this.frames = frames;
        kindAt = new int[frames.size()];
        for (int i = 0; i < kindAt.length; i++) {
            int next = kinds.size();
            kindAt[i] = kinds.computeIfAbsent(ByteBuffer.wrap(frames.get(i)), _ -> next);
        }
    }

    /** {@return how many frames have to be captured for a comparison of some rounds} */
    int framesFor(int rounds) {
        return rounds * frames.size() + 2 * EDGE;
    }

    /**
     * Finds out which kind of frame a captured one is of.
     *
     * @param captured what came out
     * @return for each the number of its kind
     * @throws IOException if a frame came out that was never played; says which
     */
    int[] kindsOf(List<byte[]> captured) throws IOException {
        int[] found = new int[captured.size()];
        for (int i = 0; i < found.length; i++) {
            Integer kind = kinds.get(ByteBuffer.wrap(captured.get(i)));
            if (kind == null) {
                throw new IOException("packet " + (i + 1) + " that came out, of " + captured.get(i).length
                        + " bytes, never went in");
            }
            found[i] = kind;
        }
        return found;
    }

    /**
     * Counts how many frames came out too seldom or too often.
     *
     * @param found kinds of what came out in a row, {@link #framesFor} some rounds
     * @return the fewest that explain it, 0 if nothing is wrong
     */
    long countDifferences(int[] found) {
        long[] often = new long[kindAt.length];
        for (int kind : found) {
            often[kind]++;
        }
        long fewest = Long.MAX_VALUE;
        for (int start = 0; start < kindAt.length && fewest > 0; start++) {
            if (kindAt[start] == found[0]) {
                fewest = Math.min(fewest, differencesFrom(start, found.length, often));
            }
        }
        return fewest;
    }

    private long differencesFrom(int start, int count, long[] often) {
        long[] least = new long[kindAt.length];
        long[] most = new long[kindAt.length];
        for (int i = -EDGE; i < count + EDGE; i++) {
            int kind = kindAt[Math.floorMod(start + i, kindAt.length)];
            most[kind]++;
            least[kind] += i >= EDGE && i < count - EDGE ? 1 : 0;
        }
        long differences = 0;
        for (int kind = 0; kind < often.length; kind++) {
            differences += Math.max(least[kind] - often[kind], 0) + Math.max(often[kind] - most[kind], 0);
        }
        return differences;
    }

    /** {@return sum of the hashes of all frames of a round} */
    long checksum() {
        ByteBuffer memory = ByteBuffer.allocateDirect(LONGEST_FRAME_BYTES);
        long sum = 0;
        for (byte[] frame : frames) {
            memory.clear().put(frame);
            sum += FrameHash.of(BufferUtil.address(memory), frame.length);
        }
        return sum;
    }
}
