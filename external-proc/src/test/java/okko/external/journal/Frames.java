package okko.external.journal;

import java.util.Random;
import okko.external.api.PacketBatch;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames of random bytes in memory off the heap, as a processor is shown them. */
final class Frames {

    private final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64 * 2048, 64));
    private final PacketBatch batch = new PacketBatch(64);
    private final Random random;

    Frames(long seed) {
        random = new Random(seed);
    }

    /** Shows a recorder one frame; returns its bytes. */
    byte[] show(Recorder recorder, int lengthBytes, int inPort, int verdict) {
        byte[] frame = new byte[lengthBytes];
        random.nextBytes(frame);
        memory.putBytes(0, frame);
        batch.clear();
        batch.add(memory.addressOffset(), lengthBytes, inPort);
        batch.pass(0, verdict);
        recorder.process(batch);
        return frame;
    }
}
