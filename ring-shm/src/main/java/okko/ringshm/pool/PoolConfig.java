package okko.ringshm.pool;

import java.io.IOException;
import okko.ringshm.region.SharedRegion;

/**
 * How large a packet pool is.
 *
 * @param bufferCount   number of buffers, 1 to {@link #MAX_BUFFER_COUNT}
 * @param dataRoomBytes longest frame that a buffer can receive, 64 to {@link #MAX_DATA_ROOM_BYTES}
 */
public record PoolConfig(int bufferCount, int dataRoomBytes) {

    /** Most buffers. */
    public static final int MAX_BUFFER_COUNT = 1 << 20;

    /** Longest frame: its length must fit into a descriptor together with the headroom. */
    public static final int MAX_DATA_ROOM_BYTES = 0xffff - PoolGeometry.HEADROOM_BYTES;

    private static final int MIN_DATA_ROOM_BYTES = 64;

    /** Checks the limits. */
    public PoolConfig {
        if (bufferCount < 1 || bufferCount > MAX_BUFFER_COUNT) {
            throw new IllegalArgumentException(
                    "a pool has 1 to " + MAX_BUFFER_COUNT + " buffers: bufferCount=" + bufferCount);
        }
        if (dataRoomBytes < MIN_DATA_ROOM_BYTES || dataRoomBytes > MAX_DATA_ROOM_BYTES) {
            throw new IllegalArgumentException("a buffer has room for frames of " + MIN_DATA_ROOM_BYTES + " to "
                    + MAX_DATA_ROOM_BYTES + " bytes: dataRoomBytes=" + dataRoomBytes);
        }
    }

    /**
     * Says whether there can be such a pool at all, however much memory is free when it is created.
     *
     * @throws IOException if it is larger than a region, with both sizes
     */
    public void requireRegion() throws IOException {
        long bytes = PoolGeometry.of(this).regionBytes();
        if (bytes > SharedRegion.MAX_SIZE_BYTES) {
            throw new IOException("%,d packet buffers for frames of %,d bytes take %,d bytes, a region has at most %,d"
                    .formatted(bufferCount, dataRoomBytes, bytes, SharedRegion.MAX_SIZE_BYTES));
        }
    }

    /** {@return 8,192 buffers for frames of up to 2,048 bytes: 18 MB} */
    public static PoolConfig standard() {
        return new PoolConfig(8192, 2048);
    }
}
