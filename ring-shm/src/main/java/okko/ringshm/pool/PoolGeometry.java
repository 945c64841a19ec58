package okko.ringshm.pool;

import java.io.IOException;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.PoolDescriptor;
import okko.ringshm.region.SharedRegion;
import org.agrona.BitUtil;

/**
 * Where buffers lie in a pool, and what a descriptor may point to. Both sides keep it in private memory.
 *
 * @param bufferCount   number of buffers
 * @param strideBytes   from one buffer to the next
 * @param headroomBytes free before a received frame
 * @param dataRoomBytes longest frame behind the headroom
 */
record PoolGeometry(int bufferCount, int strideBytes, int headroomBytes, int dataRoomBytes) {

    static final int HEADROOM_BYTES = 128;

    static PoolGeometry of(PoolConfig config) {
        int used = PoolDescriptor.HINTS_BYTES + HEADROOM_BYTES + config.dataRoomBytes();
        int unit = PoolDescriptor.STRIDE_UNIT_BYTES;
        int units = BitUtil.align(used, unit) / unit | 1; // odd: see PoolDescriptor
        return new PoolGeometry(config.bufferCount(), units * unit, HEADROOM_BYTES, config.dataRoomBytes());
    }

    /** Reads what the creator of a region wrote, and believes it only if all buffers lie inside. */
    static PoolGeometry read(SharedRegion region) throws IOException {
        if (region.sizeBytes() < PoolDescriptor.BUFFERS_OFFSET) {
            throw new IOException("the packet pool is cut off: it has %,d bytes".formatted(region.sizeBytes()));
        }
        var buffer = region.buffer();
        PoolGeometry geometry = new PoolGeometry(
                buffer.getInt(PoolDescriptor.BUFFER_COUNT_OFFSET),
                buffer.getInt(PoolDescriptor.STRIDE_OFFSET),
                buffer.getInt(PoolDescriptor.HEADROOM_OFFSET),
                buffer.getInt(PoolDescriptor.DATA_ROOM_OFFSET));
        // Huge pages may leave a rest behind the last buffer.
        if (!geometry.isSound() || geometry.regionBytes() > region.sizeBytes()) {
            throw new IOException("the packet pool's header contradicts its size: " + geometry + " in "
                    + region.sizeBytes() + " bytes");
        }
        return geometry;
    }

    private boolean isSound() {
        return bufferCount > 0
                && headroomBytes >= 0
                && dataRoomBytes >= 0
                && strideBytes > 0
                && (long) PoolDescriptor.HINTS_BYTES + headroomBytes + dataRoomBytes <= strideBytes;
    }

    void write(SharedRegion region) {
        var buffer = region.buffer();
        buffer.putInt(PoolDescriptor.BUFFER_COUNT_OFFSET, bufferCount);
        buffer.putInt(PoolDescriptor.STRIDE_OFFSET, strideBytes);
        buffer.putInt(PoolDescriptor.HEADROOM_OFFSET, headroomBytes);
        buffer.putInt(PoolDescriptor.DATA_ROOM_OFFSET, dataRoomBytes);
    }

    long regionBytes() {
        return PoolDescriptor.BUFFERS_OFFSET + (long) bufferCount * strideBytes;
    }

    /** Says whether a descriptor names a buffer and a frame inside of it; any value may be asked about. */
    boolean holds(long word0) {
        int buffer = PacketDescriptor.buffer(word0);
        int room = headroomBytes + dataRoomBytes;
        int offset = PacketDescriptor.offsetBytes(word0);
        // Subtracted, not added: no sum of two numbers from outside can overflow.
        return buffer >= 0
                && buffer < bufferCount
                && offset <= room
                && PacketDescriptor.lengthBytes(word0) <= room - offset;
    }

    int bufferAt(long regionAddress, long address) {
        return (int) ((address - regionAddress - PoolDescriptor.BUFFERS_OFFSET) / strideBytes);
    }

    long dataAddress(long regionAddress, int buffer) {
        return regionAddress + PoolDescriptor.BUFFERS_OFFSET + PoolDescriptor.HINTS_BYTES + (long) buffer * strideBytes;
    }
}
