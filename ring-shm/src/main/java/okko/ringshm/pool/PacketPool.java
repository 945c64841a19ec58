package okko.ringshm.pool;

/**
 * The switch's packet buffers: one shared region, one owner. Confined to the datapath thread.
 *
 * <p>Who owns which buffer, and the free list, are in the switch's private memory; a peer sees only the bytes.
 */
public final class PacketPool implements AutoCloseable {

    PacketPool() {}

    /** What {@link #allocate()} returns when all buffers are in use. */
    public static final int NO_BUFFER = -1;

    /** {@return a free buffer with one reference, or {@link #NO_BUFFER}} */
    public int allocate() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a reference.
     *
     * @param buffer one that the switch holds
     */
    public void retain(int buffer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a reference away; without any the buffer is free.
     *
     * @param buffer one that the switch holds
     */
    public void release(int buffer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Counts references.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return 0 if free
     */
    public int references(int buffer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lends a buffer to an attachment together with one of its references.
     *
     * @param buffer   one that the switch holds and has not lent
     * @param borrower number of the attachment, 0 or more
     * @return the generation that the descriptor must carry
     */
    public int lend(int buffer, int borrower) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a buffer back if it was lent to this borrower under this generation.
     *
     * @param buffer     as the peer says, any value
     * @param borrower   number of the attachment
     * @param generation as the peer says
     * @return true if the switch holds the buffer again; false if the claim is false, and nothing has changed
     */
    public boolean takeBack(int buffer, int borrower, int generation) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes back everything lent to a borrower that is known to be dead.
     *
     * @param borrower number of the attachment
     * @return how many buffers were lent to it
     */
    public int reclaim(int borrower) {
        throw new UnsupportedOperationException();
    }

    /**
     * Counts buffers lent to a borrower.
     *
     * @param borrower number of the attachment
     * @return 0 or more
     */
    public int lentTo(int borrower) {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds a buffer's data.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return address of its first data byte; {@link #headroomBytes()} behind it a received frame begins
     */
    public long dataAddress(int buffer) {
        throw new UnsupportedOperationException();
    }

    /** {@return how many bytes are left free before a received frame} */
    public int headroomBytes() {
        throw new UnsupportedOperationException();
    }

    /** {@return longest frame that fits behind the headroom, bytes} */
    public int maxFrameBytes() {
        throw new UnsupportedOperationException();
    }

    /** {@return how many buffers there are} */
    public int bufferCount() {
        throw new UnsupportedOperationException();
    }

    /** {@return how many buffers are free} */
    public int freeCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
