package okko.switchd.parse;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory whose last byte is followed by pages that cannot be read: they are mapped to a file that ends before them, and
 * reading there throws {@link InternalError} instead of ending the process.
 */
final class GuardedMemory implements AutoCloseable {

    static final int SIZE_BYTES = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    GuardedMemory() throws IOException {
        Path file = Files.createTempFile("okko-frames", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * SIZE_BYTES, arena);
            channel.truncate(SIZE_BYTES);
        } finally {
            Files.delete(file);
        }
    }

    /** Copies a frame to the end of what can be read; returns its address. The bytes before it are those of others. */
    long place(byte[] frame) {
        long offset = SIZE_BYTES - frame.length;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, offset, frame.length);
        return memory.address() + offset;
    }

    @Override
    public void close() {
        arena.close();
    }
}
