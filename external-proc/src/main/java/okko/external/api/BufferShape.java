package okko.external.api;

/**
 * What every buffer of a pool has room for.
 *
 * @param headroomBytes free before a frame that was received
 * @param dataRoomBytes behind the headroom
 */
public record BufferShape(int headroomBytes, int dataRoomBytes) {

    /** Checks the sizes. */
    public BufferShape {
        if (headroomBytes < 0 || dataRoomBytes < 0) {
            throw new IllegalArgumentException("sizes must not be negative: headroomBytes=" + headroomBytes
                    + ", dataRoomBytes=" + dataRoomBytes);
        }
    }

    /** {@return size of a buffer, bytes} */
    public int roomBytes() {
        return headroomBytes + dataRoomBytes;
    }
}
