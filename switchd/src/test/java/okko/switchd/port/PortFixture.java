package okko.switchd.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import okko.ringshm.capture.CaptureWriter;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.packet.Batch;
import org.agrona.UnsafeApi;

/** A small pool, and frames in it. */
final class PortFixture implements AutoCloseable {

    static final int BUFFERS = 128;

    final PacketPool pool;
    final Batch batch = new Batch();

    PortFixture() throws IOException {
        pool = PacketPool.create(new PoolConfig(BUFFERS, 256));
    }

    /** A frame of this length whose bytes all have this value. */
    static byte[] frame(int lengthBytes, int value) {
        byte[] frame = new byte[lengthBytes];
        Arrays.fill(frame, (byte) value);
        return frame;
    }

    /** Adds a frame in a new buffer to the batch; it came in by port 7. */
    int add(byte[] frame) {
        int buffer = pool.allocate();
        long address = pool.dataAddress(buffer) + pool.headroomBytes();
        for (int i = 0; i < frame.length; i++) {
            UnsafeApi.putByte(address + i, frame[i]);
        }
        batch.add(buffer, address, frame.length, 7, 0);
        return buffer;
    }

    byte[] received(int index) {
        byte[] frame = new byte[batch.lengthBytes[index]];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = UnsafeApi.getByte(batch.address[index] + i);
        }
        return frame;
    }

    void releaseAll() {
        for (int i = 0; i < batch.size; i++) {
            pool.release(batch.buffer[i]);
        }
        batch.clear();
    }

    static Path write(Path file, byte[]... frames) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (byte[] frame : frames) {
                writer.write(1_000, frame);
            }
        }
        return file;
    }

    @Override
    public void close() {
        pool.close();
    }
}
