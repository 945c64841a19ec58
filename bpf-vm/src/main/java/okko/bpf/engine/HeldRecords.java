package okko.bpf.engine;

import okko.bpf.map.RingBuffer;

/**
 * The ring buffer records that a run has reserved and not yet given back: the checked engine asks whom bytes belong to,
 * and what a run leaves behind when it is stopped is given back in its place. Confined to the function's thread.
 */
public final class HeldRecords {

    /** How many records a run can hold at a time; it is refused more. */
    public static final int MAX_RECORDS = 16;

    private final long[] addresses = new long[MAX_RECORDS];
    private final int[] sizes = new int[MAX_RECORDS];
    private int count;

    HeldRecords() {}

    /** {@return whether no further record can be held} */
    public boolean isFull() {
        return count == MAX_RECORDS;
    }

    /** {@return how many records are held} */
    public int count() {
        return count;
    }

    /**
     * Adds a record; there must be room.
     *
     * @param address of its first byte
     * @param bytes   its size
     */
    public void add(long address, int bytes) {
        addresses[count] = address;
        sizes[count++] = bytes;
    }

    /**
     * Forgets a record, if it is held.
     *
     * @param address of its first byte
     */
    public void remove(long address) {
        for (int i = count - 1; i >= 0; i--) {
            if (addresses[i] == address) {
                addresses[i] = addresses[--count];
                sizes[i] = sizes[count];
                return;
            }
        }
    }

    /** Discards whatever is held, so that the ring's consumer does not wait for it for ever. */
    void discardAll() {
        while (count > 0) {
            RingBuffer.discard(addresses[--count]);
        }
    }

    /**
     * Asks for a record.
     *
     * @param address of what may be its first byte
     * @return whether it is held
     */
    public boolean contains(long address) {
        for (int i = 0; i < count; i++) {
            if (addresses[i] == address) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks whom bytes belong to.
     *
     * @param address of the first byte
     * @param bytes   how many, 1 or more
     * @return whether all of them lie in one record that is held
     */
    public boolean ownsBytes(long address, int bytes) {
        for (int i = 0; i < count; i++) {
            long offset = address - addresses[i];
            if (offset >= 0 && bytes <= sizes[i] && offset <= sizes[i] - bytes) {
                return true;
            }
        }
        return false;
    }
}
