package okko.switchd.cache;

/**
 * What is known of all packets whose keys agree in some bits. Confined to one datapath thread.
 *
 * <p>It holds for one generation of the tables. A packet of a later one must have it {@linkplain #renew renewed} first,
 * or have it removed.
 *
 * @param <V> what is to be done with such packets
 */
public final class CachedFlow<V> {

    /** Generation of a flow that has been removed: no tables have it. */
    private static final long REMOVED = -1;

    private final KeyMask mask;
    private final long[] bits;
    private V value;
    private long generation;
    private long packets;
    private long bytes;
    private long usedNs;

    CachedFlow(KeyMask mask, long[] key, V value, long generation, long nowNs) {
        this.mask = mask;
        this.bits = new long[mask.length()];
        mask.gather(key, bits);
        this.value = value;
        this.generation = generation;
        usedNs = nowNs;
    }

    /** {@return what is to be done with its packets, if it {@linkplain #holdsFor holds}} */
    public V value() {
        return value;
    }

    /**
     * Says whether it may be used.
     *
     * @param tables generation of the tables of now
     * @return false if the tables have changed since, or if it has been removed
     */
    public boolean holdsFor(long tables) {
        return generation == tables;
    }

    /**
     * Counts a packet.
     *
     * @param frameBytes length of its frame
     * @param nowNs      about when it came
     */
    public void count(int frameBytes, long nowNs) {
        packets++;
        bytes += frameBytes;
        usedNs = nowNs;
    }

    /**
     * Lets it hold for other tables, which look at the same bits.
     *
     * @param newValue what is to be done with its packets now
     * @param tables   generation of the tables
     */
    public void renew(V newValue, long tables) {
        value = newValue;
        generation = tables;
    }

    /** {@return packets since it was made} */
    public long packets() {
        return packets;
    }

    /** {@return bytes of their frames} */
    public long bytes() {
        return bytes;
    }

    /** {@return about when its last packet came, or when it was made} */
    public long usedNs() {
        return usedNs;
    }

    /** {@return the bits that its packets' keys agree in, as a new array of flow key words} */
    public long[] mask() {
        return mask.toWords();
    }

    /** {@return the values of these bits, as a new array of flow key words} */
    public long[] key() {
        return mask.scatter(bits);
    }

    /**
     * Compares the bits that it looks at.
     *
     * @param words of a mask
     * @return true if they are the same
     */
    public boolean looksAt(long[] words) {
        return mask.hasBits(words);
    }

    /** {@return whether a packet with this key is one of its packets} */
    boolean agrees(long[] key) {
        return mask.agrees(key, bits);
    }

    /** Of its own bits. */
    long hash() {
        return mask.hashOf(bits);
    }

    /** Lets it hold no more, also for those who still know it. */
    void remove() {
        generation = REMOVED;
        value = null;
    }

    KeyMask keyMask() {
        return mask;
    }
}
