package okko.bpf.map;

import java.lang.invoke.VarHandle;
import java.util.function.IntFunction;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * Chained buckets over a fixed number of entries: the part of a map that finds keys.
 * <pre>
 *  offset   size                field
 *  256      4 * buckets, to 64  index of the chain's first entry, or the end mark ~bucket
 *           4 * entries, to 64  of a removed entry: 1 + the one removed before it, 0 none
 *           entry * entries     entries
 *
 *  offset   size                field in an entry
 *       0      4                version: odd while the entry is in the map; grows by 1 at each change of that
 *       4      4                hash of the key
 *       8      4                index of the chain's next entry, or the end mark
 *      12      4                mark: 1 if it was looked up since the search for a victim last came by
 *      16      key size, to 8   key
 *              value size, to 8 value; not of a per-thread map
 *
 *  buckets = max entries, to a power of two; a key is in bucket (hash mod buckets)
 * </pre>
 *
 * <p><b>Threads.</b> Whoever adds or removes holds the map's lock. A look-up takes none and is exact all the same. It
 * may stand on an entry that is removed and used again for another key, therefore
 * <ul>
 * <li>it believes a key only if the entry's version was odd before it compared and is the same after: {@link #link} and
 *     {@link #unlink} change the version in the one store that makes the entry appear and vanish;
 * <li>it believes the end of a chain only if the end mark names its own bucket. New entries come first in their chain,
 *     so whoever strayed into another chain and was led back by a moved entry has missed nothing that was there all the
 *     time.
 * </ul>
 * Otherwise it begins again, and after a few attempts takes the lock. It checks each index and counts its steps: a
 * process that writes nonsense into the table cannot lead it out of the memory, nor around for ever.
 *
 * <p><b>Death.</b> Between any two stores of {@link #take}, {@link #link} and {@link #unlink} the chains are sound. If
 * the process ends there, one entry is in no chain, or in one without being in the map, and is not used again.
 */
record HashTable(
        MapStorage storage, int keyBytes, int maxEntries, int valueOffset, int entryBytes, int bucketMask,
        long bucketsOffset, long removedOffset, long entriesOffset, long endOffset) {

    private static final int VERSION_OFFSET = 0;
    private static final int HASH_OFFSET = 4;
    private static final int NEXT_OFFSET = 8;
    private static final int MARK_OFFSET = 12;
    private static final int KEY_OFFSET = 16;

    private static final int ATTEMPTS = 16;
    private static final long AGAIN = -1;

    /** A copy for the control side. */
    record Entry(byte[] key, byte[] value) {}

    /** A table whose entries have room for {@code inlineBytes} of value. */
    static HashTable of(MapDefinition definition, int inlineBytes, MapStorage storage) {
        int maxEntries = definition.maxEntries();
        int valueOffset = KEY_OFFSET + ControlMemory.align(definition.keyBytes());
        int entryBytes = valueOffset + ControlMemory.align(inlineBytes);
        int bucketMask = BitUtil.findNextPositivePowerOfTwo(maxEntries) - 1;
        long removedOffset = MapHeader.BYTES + MapHeader.toCacheLine((bucketMask + 1L) * Integer.BYTES);
        long entriesOffset = removedOffset + MapHeader.toCacheLine((long) maxEntries * Integer.BYTES);
        long endOffset = MapHeader.toCacheLine(entriesOffset + (long) maxEntries * entryBytes);
        return new HashTable(
                storage, definition.keyBytes(), maxEntries, valueOffset, entryBytes, bucketMask,
                MapHeader.BYTES, removedOffset, entriesOffset, endOffset);
    }

    void initialise() {
        for (int bucket = 0; bucket <= bucketMask; bucket++) {
            UnsafeApi.putInt(headOf(bucket), ~bucket);
        }
    }

    int hash(long key, int bits) {
        return Keys.hash(UnsafeApi.getLong(storage.base() + MapHeader.SEED_OFFSET), key, keyBytes, bits);
    }

    /** Finds the entry with a key, without the lock: its address, or 0. */
    long find(long key, int bits, int hash) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long entry = walk(key, bits, hash);
            if (entry != AGAIN) {
                return entry;
            }
        }
        return findInTurn(key, bits, hash);
    }

    private long findInTurn(long key, int bits, int hash) {
        if (!storage.lock()) {
            return 0; // a stopped process holds the lock of a table that never stays as it is: it is broken
        }
        try {
            return findLocked(key, bits, hash);
        } finally {
            storage.unlock();
        }
    }

    /** Finds the entry with a key for the lock's owner: its address, or 0. */
    long findLocked(long key, int bits, int hash) {
        return Math.max(walk(key, bits, hash), 0); // AGAIN here: the table is broken
    }

    private long walk(long key, int bits, int hash) {
        long entries = storage.base() + entriesOffset;
        int bucket = hash & bucketMask;
        int index = UnsafeApi.getIntAcquire(null, headOf(bucket)); // pairs with link()
        for (int steps = 0; Integer.compareUnsigned(index, maxEntries) < 0 && steps <= maxEntries; steps++) {
            long entry = entries + (long) index * entryBytes;
            int version = UnsafeApi.getIntAcquire(null, entry + VERSION_OFFSET); // pairs with link(): key and value
            if (UnsafeApi.getInt(entry + HASH_OFFSET) == hash && isLive(version)
                    && Keys.equal(entry + KEY_OFFSET, key, keyBytes, bits)) {
                VarHandle.loadLoadFence(); // pairs with the fence in link(): who read the new key sees the new version
                return UnsafeApi.getInt(entry + VERSION_OFFSET) == version ? entry : AGAIN;
            }
            index = UnsafeApi.getIntAcquire(null, entry + NEXT_OFFSET); // pairs with link() and unlink()
        }
        return index == ~bucket ? 0 : AGAIN;
    }

    /** Takes an entry that is not in the map, for the lock's owner: its index, or -1 if all are. */
    int take() {
        int removed = UnsafeApi.getInt(storage.base() + MapHeader.REMOVED_OFFSET) - 1;
        if (isEntry(removed)) {
            storage.setCount(MapHeader.REMOVED_OFFSET, UnsafeApi.getInt(removedLinkOf(removed)));
            return removed;
        }
        int everUsed = UnsafeApi.getInt(storage.base() + MapHeader.EVER_USED_OFFSET);
        if (!isEntry(everUsed)) {
            return -1;
        }
        storage.setCount(MapHeader.EVER_USED_OFFSET, everUsed + 1);
        return everUsed;
    }

    /** Lets nobody read the entry's bytes, which are about to change, without seeing that it left the map. */
    void beforeChange() {
        VarHandle.storeStoreFence(); // pairs with the fence in walk(); the version became even before
    }

    /** Puts an entry with a complete value into the map, for the lock's owner. */
    void link(int index, long key, int bits, int hash) {
        long entry = entryAt(index);
        long head = headOf(hash & bucketMask);
        UnsafeApi.putInt(entry + HASH_OFFSET, hash);
        UnsafeApi.putInt(entry + MARK_OFFSET, 0);
        Keys.copy(key, entry + KEY_OFFSET, keyBytes, bits);
        // A reader may still stand on this entry from its life before: next leads it to a mark of some chain.
        UnsafeApi.putIntRelease(null, entry + NEXT_OFFSET, UnsafeApi.getInt(head)); // pairs with walk()
        UnsafeApi.putIntRelease(null, head, index);                                 // pairs with walk()
        changeVersion(entry);
        storage.setCount(MapHeader.ENTRIES_OFFSET, UnsafeApi.getInt(storage.base() + MapHeader.ENTRIES_OFFSET) + 1);
    }

    /** Removes an entry from the map, for the lock's owner; next is to {@link #link} it again or to give it back. */
    void unlink(int index) {
        long entry = entryAt(index);
        if (isLive(UnsafeApi.getInt(entry + VERSION_OFFSET))) {
            changeVersion(entry);
            storage.setCount(
                    MapHeader.ENTRIES_OFFSET, UnsafeApi.getInt(storage.base() + MapHeader.ENTRIES_OFFSET) - 1);
        }
        long link = headOf(UnsafeApi.getInt(entry + HASH_OFFSET) & bucketMask);
        int at = UnsafeApi.getInt(link);
        for (int steps = 0; isEntry(at) && steps <= maxEntries; steps++) {
            long next = entryAt(at) + NEXT_OFFSET;
            if (at == index) {
                UnsafeApi.putIntRelease(null, link, UnsafeApi.getInt(next)); // pairs with walk()
                return;
            }
            link = next;
            at = UnsafeApi.getInt(next);
        }
    }

    void giveBack(int index) {
        UnsafeApi.putInt(removedLinkOf(index), UnsafeApi.getInt(storage.base() + MapHeader.REMOVED_OFFSET));
        storage.setCount(MapHeader.REMOVED_OFFSET, index + 1);
    }

    /** The store that makes an entry appear or vanish. */
    private void changeVersion(long entry) {
        UnsafeApi.putIntRelease( // pairs with walk() and read()
                null, entry + VERSION_OFFSET, UnsafeApi.getInt(entry + VERSION_OFFSET) + 1);
    }

    /** Remembers that an entry was looked up. Reads first: most are marked, and a store takes the line from others. */
    void mark(long entry) {
        if (UnsafeApi.getInt(entry + MARK_OFFSET) == 0) {
            UnsafeApi.putInt(entry + MARK_OFFSET, 1);
        }
    }

    /** Takes an entry's mark away, and tells whether it had one. */
    boolean unmark(int index) {
        long mark = entryAt(index) + MARK_OFFSET;
        boolean wasMarked = UnsafeApi.getInt(mark) != 0;
        UnsafeApi.putInt(mark, 0);
        return wasMarked;
    }

    /** Reads an entry that stays in the map meanwhile, without the lock; {@code null} if there is none. */
    Entry read(int index, IntFunction<byte[]> value) {
        long entry = entryAt(index);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int version = UnsafeApi.getIntAcquire(null, entry + VERSION_OFFSET); // pairs with changeVersion()
            if (!isLive(version)) {
                return null;
            }
            var read = new Entry(ControlMemory.bytesAt(entry + KEY_OFFSET, keyBytes), value.apply(index));
            VarHandle.loadLoadFence(); // pairs with beforeChange()
            if (UnsafeApi.getInt(entry + VERSION_OFFSET) == version) {
                return read;
            }
        }
        return null;
    }

    /** Shows all entries, without the lock. */
    void forEach(IntFunction<byte[]> value, BpfMap.EntryVisitor visitor) {
        for (int index = 0; index < maxEntries; index++) {
            Entry entry = read(index, value);
            if (entry != null) {
                visitor.entry(entry.key, entry.value);
            }
        }
    }

    /** Whether bytes belong to one value of {@code valueBytes} in an entry. */
    boolean ownsValueBytes(long address, int bytes, int valueBytes) {
        long offset = address - entryAt(0);
        return offset >= 0 && offset < (long) maxEntries * entryBytes
                && offset % entryBytes >= valueOffset
                && offset % entryBytes + Integer.toUnsignedLong(bytes) <= valueOffset + valueBytes;
    }

    int size() {
        return storage.count(MapHeader.ENTRIES_OFFSET);
    }

    long entryAt(int index) {
        return storage.base() + entriesOffset + (long) index * entryBytes;
    }

    int indexOf(long entry) {
        return (int) ((entry - storage.base() - entriesOffset) / entryBytes);
    }

    private long headOf(int bucket) {
        return storage.base() + bucketsOffset + (long) bucket * Integer.BYTES;
    }

    private long removedLinkOf(int index) {
        return storage.base() + removedOffset + (long) index * Integer.BYTES;
    }

    private boolean isEntry(int index) {
        return Integer.compareUnsigned(index, maxEntries) < 0;
    }

    private static boolean isLive(int version) {
        return (version & 1) != 0;
    }
}
