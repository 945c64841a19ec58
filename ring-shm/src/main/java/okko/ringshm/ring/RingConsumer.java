package okko.ringshm.ring;

/** The reading half of a single-producer single-consumer ring of descriptors; confined to one thread. */
public final class RingConsumer {

    RingConsumer() {}

    /**
     * Says how many descriptors are ready, looking at the producer's position only if none is known.
     *
     * @param limit most to return
     * @return 0 to {@code limit}
     * @throws RingCorruptException if the producer's position went backwards or runs ahead by more than the capacity
     */
    public int ready(int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the first word of a ready descriptor, once: an opaque load.
     *
     * @param index 0 to {@link #ready} - 1
     * @return word 0
     */
    public long word0(int index) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the second word of a ready descriptor, once: an opaque load.
     *
     * @param index 0 to {@link #ready} - 1
     * @return word 1
     */
    public long word1(int index) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives slots back to the producer: one store-release.
     *
     * @param count how many of the ready descriptors have been dealt with
     */
    public void release(int count) {
        throw new UnsupportedOperationException();
    }
}
