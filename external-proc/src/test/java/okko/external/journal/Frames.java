package okko.external.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.external.api.BufferShape;
import okko.external.api.PacketFeed;
import okko.external.api.Verdict;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames of random bytes in memory off the heap, as a processor is shown them. */
final class Frames {

    private final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64 * 2048, 64));
    private final PacketFeed feed = new PacketFeed(64, new BufferShape(0, 2048), PacketFeed.Access.READ_ONLY);
    private final Random random;

    Frames(long seed) {
        random = new Random(seed);
    }

    /** Shows a recorder one frame; returns its bytes. */
    byte[] show(Recorder recorder, int lengthBytes, int inPort, int verdict) {
        byte[] frame = new byte[lengthBytes];
        random.nextBytes(frame);
        memory.putBytes(0, frame);
        feed.clear();
        feed.add(memory.addressOffset(), 0, lengthBytes, inPort, verdict);
        recorder.process(feed.batch());
        assertThat(feed.batch().verdict(0)).isEqualTo(Verdict.DROP);
        return frame;
    }
}
