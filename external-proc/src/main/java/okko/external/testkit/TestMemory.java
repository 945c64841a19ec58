package okko.external.testkit;

import okko.external.api.BufferShape;
import org.agrona.UnsafeApi;

/** Buffers like those of a pool, each between two fences whose bytes nobody may change. */
final class TestMemory implements AutoCloseable {

    private static final int FENCE_BYTES = 64;
    private static final byte FENCE = (byte) 0xa5;

    private final BufferShape shape;
    private final int strideBytes;
    private final int buffers;
    private final long address;

    TestMemory(BufferShape shape, int buffers) {
        this.shape = shape;
        this.buffers = buffers;
        strideBytes = FENCE_BYTES + shape.roomBytes();
        long sizeBytes = (long) buffers * strideBytes + FENCE_BYTES;
        address = UnsafeApi.allocateMemory(sizeBytes);
        UnsafeApi.setMemory(address, sizeBytes, FENCE);
    }

    long buffer(int index) {
        return address + FENCE_BYTES + (long) index * strideBytes;
    }

    /** Puts a frame where a received one lies. */
    void put(int index, byte[] frame) {
        if (frame.length > shape.dataRoomBytes()) {
            throw new IllegalArgumentException("a frame of " + frame.length + " bytes does not fit a buffer of "
                    + shape.dataRoomBytes());
        }
        UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null,
                buffer(index) + shape.headroomBytes(), frame.length);
    }

    byte[] frame(int index, int offsetBytes, int lengthBytes) {
        byte[] frame = new byte[lengthBytes];
        UnsafeApi.copyMemory(null, buffer(index) + offsetBytes, frame, UnsafeApi.arrayBaseOffset(byte[].class),
                lengthBytes);
        return frame;
    }

    /** Fails if a byte outside of all buffers has changed. */
    void checkFences() {
        for (int i = 0; i <= buffers; i++) {
            long fence = address + (long) i * strideBytes;
            for (int at = 0; at < FENCE_BYTES; at++) {
                if (UnsafeApi.getByte(fence + at) != FENCE) {
                    throw new AssertionError("the processor wrote outside of a buffer, " + (i == buffers
                            ? at + " bytes behind the last"
                            : FENCE_BYTES - at + " bytes before buffer " + i));
                }
            }
        }
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
    }
}
