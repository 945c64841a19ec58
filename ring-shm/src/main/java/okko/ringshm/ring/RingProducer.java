package okko.ringshm.ring;

/** The writing half of a single-producer single-consumer ring of descriptors; confined to one thread. */
public final class RingProducer {

    RingProducer() {}

    /**
     * Says how many descriptors fit now, looking at the consumer's position only if fewer than {@code wanted} seem to.
     *
     * @param wanted how many the caller would like to put, 1 or more
     * @return 0 to capacity; may be less than {@code wanted}
     */
    public int room(int wanted) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a descriptor behind those put before; the consumer does not see it before {@link #publish()}.
     *
     * @param word0 first word
     * @param word1 second word
     */
    public void put(long word0, long word1) {
        throw new UnsupportedOperationException();
    }

    /** Shows the consumer all descriptors put so far: one store-release, however many they are. */
    public void publish() {
        throw new UnsupportedOperationException();
    }

    /** {@return how many published descriptors the consumer has not released yet, by its current position} */
    public long depth() {
        throw new UnsupportedOperationException();
    }
}
