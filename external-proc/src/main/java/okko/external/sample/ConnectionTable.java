package okko.external.sample;

import java.util.Arrays;

/**
 * Finds connections by key: a hash table with open addressing and linear probing that never allocates.
 *
 * <p>It gives each connection an entry number, which stays the same until the connection is removed; what is known of
 * it lives in the caller's arrays, at that number.
 */
final class ConnectionTable {

    /** No such connection, or no room for another. */
    static final int NONE = -1;

    private final int[] entryBySlot;
    private final int slotMask;
    private final long[] addresses;
    private final int[] ports;
    private final int[] freeEntries;
    private int freeCount;

    /**
     * Makes an empty table.
     *
     * @param maxEntries most connections, 1 to 2^28
     */
    ConnectionTable(int maxEntries) {
        int slots = Integer.highestOneBit(maxEntries) << 2; // at most half full
        entryBySlot = new int[slots];
        Arrays.fill(entryBySlot, NONE);
        slotMask = slots - 1;
        addresses = new long[maxEntries];
        ports = new int[maxEntries];
        freeEntries = new int[maxEntries];
        freeCount = maxEntries;
        for (int i = 0; i < maxEntries; i++) {
            freeEntries[i] = maxEntries - 1 - i;
        }
    }

    /**
     * Finds a connection.
     *
     * @param key of the connection
     * @return its entry, or {@link #NONE}
     */
    int find(ConnectionKey key) {
        return entryBySlot[slotOf(key.addresses(), key.ports())];
    }

    /**
     * Adds a connection.
     *
     * @param key of a connection that is not in the table
     * @return its entry, or {@link #NONE} if the table is full
     */
    int add(ConnectionKey key) {
        if (freeCount == 0) {
            return NONE;
        }
        int entry = freeEntries[--freeCount];
        addresses[entry] = key.addresses();
        ports[entry] = key.ports();
        entryBySlot[slotOf(key.addresses(), key.ports())] = entry;
        return entry;
    }

    /**
     * Removes a connection.
     *
     * @param entry of a connection that is in the table
     */
    void remove(int entry) {
        int hole = slotOf(addresses[entry], ports[entry]);
        freeEntries[freeCount++] = entry;
        // Close the hole, or probing would stop there: move back each follower that may stand at the hole.
        for (int slot = (hole + 1) & slotMask; entryBySlot[slot] != NONE; slot = (slot + 1) & slotMask) {
            int follower = entryBySlot[slot];
            int home = hash(addresses[follower], ports[follower]) & slotMask;
            if (((slot - home) & slotMask) >= ((slot - hole) & slotMask)) {
                entryBySlot[hole] = follower;
                hole = slot;
            }
        }
        entryBySlot[hole] = NONE;
    }

    /** {@return how many connections there are} */
    int size() {
        return freeEntries.length - freeCount;
    }

    /** Finds where a key stands, or the free slot where it would. */
    private int slotOf(long keyAddresses, int keyPorts) {
        int slot = hash(keyAddresses, keyPorts) & slotMask;
        while (true) {
            int entry = entryBySlot[slot];
            if (entry == NONE || (addresses[entry] == keyAddresses && ports[entry] == keyPorts)) {
                return slot;
            }
            slot = (slot + 1) & slotMask;
        }
    }

    private static int hash(long keyAddresses, int keyPorts) {
        long mixed = (keyAddresses ^ keyPorts * 0x9e37_79b9_7f4a_7c15L) * 0xbf58_476d_1ce4_e5b9L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 12);
    }
}
