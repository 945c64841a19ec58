package okko.switchd.openflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of something that may be longer than a message.
 *
 * @param totalBytes length of the whole
 * @param offset     where in the whole this part begins, bytes
 * @param bytes      of this part; stay the caller's
 */
public record Part(int totalBytes, int offset, byte[] bytes) {

    /**
     * Checks that the part lies within the whole.
     *
     * @throws IllegalArgumentException if it does not
     */
    public Part {
        if (totalBytes < 0 || offset < 0 || bytes.length > totalBytes - offset) {
            throw new IllegalArgumentException("%d bytes at offset %d of %d"
                    .formatted(bytes.length, offset, totalBytes));
        }
    }

    /**
     * Takes the whole as one part.
     *
     * @param bytes of it
     * @return the only part
     */
    public static Part whole(byte[] bytes) {
        return new Part(bytes.length, 0, bytes);
    }

    /**
     * Cuts it.
     *
     * @param atMost bytes that a piece may have, 1 or more
     * @return pieces in order; one if it is empty
     */
    public List<Part> cut(int atMost) {
        List<Part> pieces = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(bytes.length, from + atMost);
            pieces.add(new Part(totalBytes, offset + from, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        } while (from < bytes.length);
        return pieces;
    }

    /** {@return whether it is all there is} */
    public boolean isWhole() {
        return bytes.length == totalBytes;
    }

    /** {@return whether nothing follows it} */
    public boolean isLast() {
        return offset + bytes.length == totalBytes;
    }
}
