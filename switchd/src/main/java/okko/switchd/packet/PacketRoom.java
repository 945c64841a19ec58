package okko.switchd.packet;

import okko.ringshm.pool.PacketPool;

/**
 * How far a packet can grow at its ends inside its buffer.
 *
 * @param pool that the packets' buffers belong to
 */
public record PacketRoom(PacketPool pool) {

    /**
     * Tells the room before a packet.
     *
     * @param packet in a buffer of the pool
     * @return bytes from the beginning of the buffer's data to the frame
     */
    public int headBytes(Packet packet) {
        return (int) (packet.address - pool.dataAddress(packet.buffer));
    }

    /**
     * Tells the room behind a packet.
     *
     * @param packet in a buffer of the pool
     * @return bytes from the frame's end to the end of the buffer's data
     */
    public int tailBytes(Packet packet) {
        return pool.headroomBytes() + pool.maxFrameBytes() - headBytes(packet) - packet.lengthBytes;
    }
}
