package okko.bpf.program;

import java.time.Duration;
import java.util.List;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import org.agrona.UnsafeApi;

/**
 * Packets on which a program runs before it is installed, so that the JIT has compiled it when the first real packet
 * comes: the usual kinds, and some too short for their kind.
 */
final class WarmUp implements AutoCloseable {

    private static final int ROUND_RUNS = 2_000;
    private static final int SLOT_BYTES = 2_048;
    private static final int MARGIN_BYTES = 256;

    private final List<byte[]> frames = SyntheticFrames.all();
    private final long memory = UnsafeApi.allocateMemory((long) SLOT_BYTES * frames.size());

    /** Runs a function again and again until the time is over. */
    void run(BpfFunction function, Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        function.context().room(MARGIN_BYTES, MARGIN_BYTES);
        do {
            copyFrames(); // a program may have changed them
            for (int i = 0; i < ROUND_RUNS; i++) {
                int frame = i % frames.size();
                runOnce(function, memory + (long) frame * SLOT_BYTES + MARGIN_BYTES, frames.get(frame).length);
            }
        } while (System.nanoTime() - deadline < 0);
    }

    private static void runOnce(BpfFunction function, long frame, int lengthBytes) {
        try {
            function.run(frame, lengthBytes);
        } catch (BpfFault _) {
            // A program that exceeds its budget on some packet is stopped here as it will be later.
        }
    }

    private void copyFrames() {
        for (int i = 0; i < frames.size(); i++) {
            UnsafeApi.copyMemory(frames.get(i), UnsafeApi.arrayBaseOffset(byte[].class), null,
                    memory + (long) i * SLOT_BYTES + MARGIN_BYTES, frames.get(i).length);
        }
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(memory);
    }
}
