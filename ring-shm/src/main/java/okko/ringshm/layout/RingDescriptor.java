package okko.ringshm.layout;

/**
 * One single-producer single-consumer ring. Positions start at 0 and only grow; they count descriptors.
 *
 * <pre>
 *  offset  size           field  unit      written by
 *       0     8           tail   position  producer, with release: slots before it are filled
 *     128     8           head   position  consumer, with release: slots before it may be filled again
 *     256     8           sleeps count     consumer; odd while it sleeps, or is about to: it wants to be woken
 *                                          -2: it never sleeps
 *     384  16 * capacity  slots  -         producer; position p is in slot p mod capacity, see {@link PacketDescriptor}
 * </pre>
 *
 * Each of the first three has 128 bytes, because processors fetch cache lines in pairs.
 */
public final class RingDescriptor {

    /** Offset of the producer's position, bytes. */
    public static final int TAIL_OFFSET = 0;

    /** Offset of the consumer's position, bytes. */
    public static final int HEAD_OFFSET = 128;

    /** Offset of the count of the consumer's sleeps, bytes. */
    public static final int SLEEPS_OFFSET = 256;

    /** Count of sleeps of a consumer that always looks by itself: written once, before its first look, or never. */
    public static final long NEVER_SLEEPS = -2;

    /** Offset of the first slot, bytes. */
    public static final int SLOTS_OFFSET = 384;

    /** Fewest slots. */
    public static final int MIN_CAPACITY = 8;

    /** Most slots. */
    public static final int MAX_CAPACITY = 1 << 20;

    private RingDescriptor() {}

    /**
     * Measures a ring.
     *
     * @param capacity in descriptors, valid
     * @return bytes from its tail to behind its last slot, a multiple of 128
     */
    public static int sizeBytes(int capacity) {
        return SLOTS_OFFSET + capacity * PacketDescriptor.SIZE_BYTES;
    }

    /**
     * Says whether a ring can have this capacity.
     *
     * @param capacity in descriptors
     * @return true if it is a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
     */
    public static boolean isValidCapacity(int capacity) {
        return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Integer.bitCount(capacity) == 1;
    }
}
