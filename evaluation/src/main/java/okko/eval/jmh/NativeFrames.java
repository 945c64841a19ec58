package okko.eval.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okko.eval.workload.Bundle;

/** The recorded frames in raw memory, handed out in turn, as a replay port would. */
final class NativeFrames implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final long[] addresses;
    private final int[] lengthsBytes;
    private int next;

    private NativeFrames(List<byte[]> frames) {
        addresses = new long[frames.size()];
        lengthsBytes = new int[frames.size()];
        for (int i = 0; i < addresses.length; i++) {
            byte[] frame = frames.get(i);
            MemorySegment copy = arena.allocate(frame.length + Long.BYTES, Long.BYTES);
            MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
            addresses[i] = copy.address();
            lengthsBytes[i] = frame.length;
        }
    }

    static NativeFrames load() throws IOException {
        Path directory = Files.createTempDirectory("okko-jmh");
        try {
            return new NativeFrames(Bundle.recording(directory));
        } finally {
            Files.delete(directory);
        }
    }

    /** Goes on to the next frame, the first one behind the last. */
    void advance() {
        next = next + 1 == addresses.length ? 0 : next + 1;
    }

    long address() {
        return addresses[next];
    }

    int lengthBytes() {
        return lengthsBytes[next];
    }

    int count() {
        return addresses.length;
    }

    @Override
    public void close() {
        arena.close();
    }
}
