package okko.switchd.action;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.Packet;
import org.agrona.UnsafeApi;

/**
 * What a pure filter answered last, and about which bytes: it answers the same about a packet of the same length that
 * is equal in these, so it need not be asked. Confined to the datapath thread. <b>Hot.</b>
 *
 * <p>The packets of a cached flow agree in the fields that the bytes are, so nearly always one answer is enough. It is
 * the bytes themselves that are compared, because a flow key does not tell where in the frame its fields were.
 */
public final class LastAnswer {

    /** For more bytes than these, to ask is quicker. */
    private static final int MAX_BYTES = 128;

    private final ByteRanges bytes;

    /** Offsets of eight bytes each, which of them matter, and what they were. */
    private int[] offsets = {};
    private long[] masks = {};
    private long[] words = {};

    private int lengthBytes = -1;
    private boolean answer;

    private LastAnswer(ByteRanges bytes) {
        this.bytes = bytes;
    }

    /**
     * Says whether answers are remembered at all; if not, a cached flow need not agree in these bytes either.
     *
     * @param bytes that a filter depends on
     * @return whether to compare them is quicker than to ask
     */
    public static boolean isWorthWhile(ByteRanges bytes) {
        int count = bytes.ranges().stream().mapToInt(range -> range.end() - range.from()).sum();
        return count >= 0 && count <= MAX_BYTES; // less than 0: there is no end to them
    }

    /** {@return a memory for a filter that depends on these bytes; {@code null} if it would not be worth while} */
    static LastAnswer of(ByteRanges bytes) {
        return isWorthWhile(bytes) ? new LastAnswer(bytes) : null;
    }

    /** {@return whether the answer about this packet is {@link #answer}} */
    boolean isKnown(Packet packet) {
        if (packet.lengthBytes != lengthBytes) {
            return false;
        }
        long difference = 0;
        for (int i = 0; i < offsets.length; i++) {
            difference |= (UnsafeApi.getLong(packet.address + offsets[i]) ^ words[i]) & masks[i];
        }
        return difference == 0;
    }

    /** {@return the last answer} */
    boolean answer() {
        return answer;
    }

    /** Remembers an answer, if the packet is as long as the first one was. */
    void remember(Packet packet, boolean newAnswer) {
        if (lengthBytes < 0) {
            layOut(packet.lengthBytes);
        } else if (packet.lengthBytes != lengthBytes) {
            return; // a layout per packet would cost more than the program, and make garbage
        }
        for (int i = 0; i < offsets.length; i++) {
            words[i] = UnsafeApi.getLong(packet.address + offsets[i]);
        }
        answer = newAnswer;
    }

    /** Covers the bytes of a frame by words that lie in it: no frame that is looked up is shorter than a word. */
    private void layOut(int frameBytes) {
        List<Integer> starts = new ArrayList<>();
        List<Long> bits = new ArrayList<>();
        for (ByteRanges.Range range : bytes.ranges()) {
            int end = Math.min(range.end(), frameBytes);
            for (int from = range.from(); from < end; from += Long.BYTES) {
                int start = Math.min(from, frameBytes - Long.BYTES);
                int last = Math.min(from + Long.BYTES, end) - start;
                // Little endian: the byte at the start is the lowest one.
                long upToLast = -1L >>> (Long.BYTES - last) * Byte.SIZE;
                starts.add(start);
                bits.add(upToLast & -1L << (from - start) * Byte.SIZE);
            }
        }
        offsets = starts.stream().mapToInt(Integer::intValue).toArray();
        masks = bits.stream().mapToLong(Long::longValue).toArray();
        words = new long[offsets.length];
        lengthBytes = frameBytes;
    }
}
