package okko.external.journal;

import java.nio.file.Path;
import org.agrona.BitUtil;

/**
 * What a recorder is told.
 *
 * @param directory       of the journal; made if it does not exist
 * @param limits          of the journal's size
 * @param snapLengthBytes most bytes of a frame that are recorded
 * @param handOverBytes   memory for packets that wait to be written, a power of two
 */
record RecorderConfig(Path directory, JournalLimits limits, int snapLengthBytes, int handOverBytes) {

    /** A frame is never longer. */
    static final int MAX_FRAME_BYTES = 65_535;

    /** Least memory for packets that wait: records may take an eighth of it, and a frame must fit. */
    static final int MIN_HAND_OVER_BYTES = 1 << 20;

    RecorderConfig {
        if (snapLengthBytes < 1 || snapLengthBytes > MAX_FRAME_BYTES || handOverBytes < MIN_HAND_OVER_BYTES
                || !BitUtil.isPowerOfTwo(handOverBytes)) {
            throw new IllegalArgumentException(
                    "snapLengthBytes=" + snapLengthBytes + ", handOverBytes=" + handOverBytes);
        }
    }
}
