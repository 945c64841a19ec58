package okko.external.api;

/**
 * The other side of a {@link PacketBatch}: fills it before a processor is called, and reads what came of it after. For
 * those who call processors, not for processors. Confined to one thread.
 *
 * <p>Packets are told apart by their index. Who fills the batch keeps beside it, in the same order, what it needs to
 * give the packets back.
 */
public final class PacketFeed {

    /** What processors may do with the packets' bytes. */
    public enum Access {
        /** Read and write them, and originate packets. */
        WRITABLE,
        /** Read them. */
        READ_ONLY
    }

    private final PacketBatch batch;

    /**
     * Makes an empty batch.
     *
     * @param capacity most packets in it, and most that it can originate; 1 or more
     * @param shape    of all buffers
     * @param access   to all buffers
     */
    public PacketFeed(int capacity, BufferShape shape, Access access) {
        batch = new PacketBatch(capacity, shape, access);
    }

    /** {@return the batch, always the same} */
    public PacketBatch batch() {
        return batch;
    }

    /** Forgets all packets and empty buffers. */
    public void clear() {
        batch.size = 0;
        batch.end = 0;
        batch.empties = 0;
    }

    /**
     * Adds a packet, to be passed with result 0. All packets come before the first empty buffer.
     *
     * @param buffer      address of its first byte
     * @param offsetBytes from there to the frame
     * @param lengthBytes of the frame; offset and length must lie within the buffer's shape
     * @param port        OpenFlow number of the port that the packet entered the switch by
     * @param metadata    low 8 bits of the packet's
     */
    public void add(long buffer, int offsetBytes, int lengthBytes, int port, int metadata) {
        batch.metadata[batch.size] = metadata;
        batch.begin(batch.size++, buffer, offsetBytes, lengthBytes, port);
        batch.end = batch.size;
    }

    /**
     * Offers a buffer for a packet that the processor originates. The n-th packet that it originates gets the n-th
     * buffer that was offered.
     *
     * @param buffer address of its first byte
     */
    public void addEmpty(long buffer) {
        batch.empty[batch.empties++] = buffer;
    }

    /** {@return how many packets the processor originated; their indexes follow those of the packets added} */
    public int originated() {
        return batch.end - batch.size;
    }

    /** Drops all packets, originated ones too: for a processor that failed. */
    public void dropAll() {
        for (int i = 0; i < batch.end; i++) {
            batch.drop(i);
        }
    }

    /**
     * Tells where a frame begins now.
     *
     * @param index of the packet
     * @return bytes from its buffer's first byte
     */
    public int offsetBytes(int index) {
        return batch.offsetBytes[index];
    }

    /**
     * Tells what is to be done with a packet.
     *
     * @param index of the packet
     * @return flags of a {@link okko.ringshm.layout.PacketDescriptor}
     */
    public int flags(int index) {
        return batch.flags[index];
    }

    /**
     * Tells a packet's port, the one that its descriptor names on the way back.
     *
     * @param index of the packet
     * @return the port to leave by if the verdict is {@link Verdict#OUTPUT}, else the one that it came by
     */
    public int port(int index) {
        return batch.port[index];
    }
}
