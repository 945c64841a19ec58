package okko.ringshm.pool;

import java.io.IOException;
import okko.ringshm.kernel.Access;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.region.SharedRegion;

/**
 * The packet pool as a processor sees it: bytes, no ownership. It may touch a buffer from when it reads the buffer's
 * descriptor until it publishes the answer.
 */
public final class PoolView {

    private final PoolGeometry geometry;
    private final long regionAddress;
    private final Access access;

    /**
     * Looks at a pool.
     *
     * @param region that holds the pool; stays the caller's, and must stay mapped
     * @throws IOException if the pool's own description contradicts the region's size
     */
    public PoolView(SharedRegion region) throws IOException {
        geometry = PoolGeometry.read(region);
        regionAddress = region.address();
        access = region.access();
    }

    /**
     * Says whether a descriptor names a frame inside a buffer.
     *
     * @param word0 first word, any value
     * @return true if every byte of the frame lies in the buffer's headroom and data room
     */
    public boolean holds(long word0) {
        return geometry.holds(word0);
    }

    /**
     * Finds a frame.
     *
     * @param word0 first word of a descriptor that the pool {@linkplain #holds holds}
     * @return address of the frame's first byte
     */
    public long frameAddress(long word0) {
        return dataAddress(PacketDescriptor.buffer(word0)) + PacketDescriptor.offsetBytes(word0);
    }

    /**
     * Finds a buffer's data.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return address of its first data byte, from which a descriptor's offset counts
     */
    public long dataAddress(int buffer) {
        return geometry.dataAddress(regionAddress, buffer);
    }

    /** {@return what may be done with the packets: who writes to {@link Access#READ_ONLY} ones ends the JVM} */
    public Access access() {
        return access;
    }

    /** {@return bytes free before a frame that was received, from the first data byte on} */
    public int headroomBytes() {
        return geometry.headroomBytes();
    }

    /** {@return longest frame behind the headroom, bytes} */
    public int dataRoomBytes() {
        return geometry.dataRoomBytes();
    }

    /** {@return how many buffers there are} */
    public int bufferCount() {
        return geometry.bufferCount();
    }
}
