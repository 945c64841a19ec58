package okko.bpf.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okko.bpf.helper.Lookup3;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * Hash table with chained buckets and a fixed number of entries, in one block of memory:
 * <pre>
 *  part     bytes                      contents
 *  header   128                        lock word at 0, number of entries at 64: away from what readers read
 *  buckets  4 x buckets, to 8          index of the chain's first entry, or the end mark
 *  entries  entryBytes x maxEntries    0: hash, 4: index of the next entry or end mark, 8: key, then the value
 *  free     4 x maxEntries             stack of the entries that were used and removed
 * </pre>
 * Key and value are each padded to 8 bytes. There are as many buckets as entries, rounded up to a power of two.
 *
 * <p><b>Threads.</b> Whoever adds, changes or removes through this class holds the lock word. A look-up takes no lock:
 * it may stand on an entry that is removed and used again for another chain, so each chain ends with a mark that names
 * its bucket ({@code ~bucket}), and a look-up that arrives at a foreign mark begins again. A new entry is complete
 * before its index is released into the chain.
 */
public final class HashMap implements BpfMap {

    private static final int HEADER_BYTES = 128;
    private static final int SIZE_OFFSET = 64;

    private static final int NEXT_OFFSET = 4;
    private static final int KEY_OFFSET = 8;

    private static final int UNLOCKED = 0;
    private static final int LOCKED = 1;

    private final MapDefinition definition;
    private final int keyBytes;
    private final int valueBytes;
    private final int valueOffset;
    private final int entryBytes;
    private final int maxEntries;
    private final int bucketMask;
    private MapMemory block;
    private long memory;
    private long buckets;
    private long entries;
    private long free;
    private boolean isClosed;

    // Guarded by the lock word.
    private int freeCount;
    private int everUsed;

    /**
     * Allocates the table.
     *
     * @param definition of type {@link MapType#HASH}
     */
    HashMap(MapDefinition definition) {
        this.definition = definition;
        keyBytes = definition.keyBytes();
        valueBytes = definition.valueBytes();
        maxEntries = definition.maxEntries();
        valueOffset = KEY_OFFSET + ControlMemory.align(keyBytes);
        entryBytes = valueOffset + ControlMemory.align(valueBytes);
        bucketMask = BitUtil.findNextPositivePowerOfTwo(maxEntries) - 1;
        long bucketsBytes = BitUtil.align((bucketMask + 1L) * Integer.BYTES, Long.BYTES);
        long entriesBytes = (long) maxEntries * entryBytes;
        long freeBytes = (long) maxEntries * Integer.BYTES;
        block = MapMemory.allocate(HEADER_BYTES + bucketsBytes + entriesBytes + freeBytes);
        memory = block.address();
        buckets = memory + HEADER_BYTES;
        entries = buckets + bucketsBytes;
        free = entries + entriesBytes;
        for (int bucket = 0; bucket <= bucketMask; bucket++) {
            UnsafeApi.putInt(headOf(bucket), ~bucket);
        }
    }

    @Override
    public MapDefinition definition() {
        return definition;
    }

    @Override
    public MapMemory memory() {
        return block;
    }

    @Override
    public void bind(MapMemory other) {
        throw new UnsupportedOperationException("counts are still kept outside of the memory");
    }

    @Override
    public long lookup(long key, int thread) {
        long entry = find(key, Lookup3.hash(key, keyBytes));
        return entry == 0 ? 0 : entry + valueOffset;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        int hash = Lookup3.hash(key, keyBytes);
        lock();
        try {
            long entry = find(key, hash);
            if (entry != 0) {
                if (flags == ONLY_ADD) {
                    return EXISTS;
                }
                Bytes.copy(value, entry + valueOffset, valueBytes);
                return OK;
            }
            return flags == ONLY_REPLACE ? NO_ENTRY : insert(key, hash, value);
        } finally {
            unlock();
        }
    }

    @Override
    public long delete(long key) {
        int hash = Lookup3.hash(key, keyBytes);
        lock();
        try {
            return unlink(key, hash) ? OK : NO_ENTRY;
        } finally {
            unlock();
        }
    }

    private long find(long key, int hash) {
        int bucket = hash & bucketMask;
        while (true) {
            int index = UnsafeApi.getIntAcquire(null, headOf(bucket));      // pairs with the release in insert()
            while (index >= 0) {
                long entry = entryAt(index);
                if (UnsafeApi.getInt(entry) == hash && Bytes.equal(entry + KEY_OFFSET, key, keyBytes)) {
                    return entry;
                }
                index = UnsafeApi.getIntAcquire(null, entry + NEXT_OFFSET); // pairs with insert() and unlink()
            }
            if (index == ~bucket) {
                return 0;
            }
        }
    }

    private long insert(long key, int hash, long value) {
        int index;
        if (freeCount > 0) {
            index = UnsafeApi.getInt(free + (long) --freeCount * Integer.BYTES);
        } else if (everUsed < maxEntries) {
            index = everUsed++;
        } else {
            return FULL;
        }
        long entry = entryAt(index);
        long head = headOf(hash & bucketMask);
        UnsafeApi.putInt(entry, hash);
        Bytes.copy(key, entry + KEY_OFFSET, keyBytes);
        Bytes.copy(value, entry + valueOffset, valueBytes);
        // A reader may still stand on this entry from its life before: next leads it to a mark of some chain.
        UnsafeApi.putIntRelease(null, entry + NEXT_OFFSET, UnsafeApi.getInt(head));
        UnsafeApi.putIntRelease(null, head, index); // publishes the entry; pairs with the acquire in find()
        UnsafeApi.putIntRelease(null, memory + SIZE_OFFSET, everUsed - freeCount); // pairs with size()
        return OK;
    }

    private boolean unlink(long key, int hash) {
        long link = headOf(hash & bucketMask);
        int index = UnsafeApi.getInt(link);
        while (index >= 0) {
            long entry = entryAt(index);
            int next = UnsafeApi.getInt(entry + NEXT_OFFSET);
            if (UnsafeApi.getInt(entry) == hash && Bytes.equal(entry + KEY_OFFSET, key, keyBytes)) {
                UnsafeApi.putIntRelease(null, link, next); // pairs with the acquires in find()
                UnsafeApi.putInt(free + (long) freeCount++ * Integer.BYTES, index);
                UnsafeApi.putIntRelease(null, memory + SIZE_OFFSET, everUsed - freeCount); // pairs with size()
                return true;
            }
            link = entry + NEXT_OFFSET;
            index = next;
        }
        return false;
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        long offset = address - entries;
        return offset >= 0 && offset < (long) maxEntries * entryBytes
                && offset % entryBytes >= valueOffset
                && offset % entryBytes + Integer.toUnsignedLong(bytes) <= valueOffset + valueBytes;
    }

    /** {@inheritDoc} Holds the lock while it copies one bucket's entries, not while it shows them. */
    @Override
    public void forEach(EntryVisitor visitor) {
        for (int bucket = 0; bucket <= bucketMask; bucket++) {
            for (byte[] entry : copyOfBucket(bucket)) {
                visitor.entry(
                        Arrays.copyOfRange(entry, KEY_OFFSET, KEY_OFFSET + keyBytes),
                        Arrays.copyOfRange(entry, valueOffset, valueOffset + valueBytes));
            }
        }
    }

    private List<byte[]> copyOfBucket(int bucket) {
        if (UnsafeApi.getIntAcquire(null, headOf(bucket)) < 0) { // pairs with the releases in insert() and unlink()
            return List.of();
        }
        var copies = new ArrayList<byte[]>();
        lock();
        try {
            for (int i = UnsafeApi.getInt(headOf(bucket)); i >= 0; i = UnsafeApi.getInt(entryAt(i) + NEXT_OFFSET)) {
                copies.add(ControlMemory.bytesAt(entryAt(i), entryBytes));
            }
        } finally {
            unlock();
        }
        return copies;
    }

    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key)) {
            long value = lookup(copy.key(), 0);
            return value == 0 ? null : ControlMemory.bytesAt(value, valueBytes);
        }
    }

    @Override
    public long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition, key, value)) {
            return update(copy.key(), copy.value(), ANY, 0);
        }
    }

    @Override
    public int size() {
        return UnsafeApi.getIntAcquire(null, memory + SIZE_OFFSET); // pairs with insert() and unlink()
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            block.close();
        }
    }

    private long headOf(int bucket) {
        return buckets + (long) bucket * Integer.BYTES;
    }

    private long entryAt(int index) {
        return entries + (long) index * entryBytes;
    }

    private void lock() {
        while (!UnsafeApi.compareAndSetInt(null, memory, UNLOCKED, LOCKED)) { // pairs with unlock()
            Thread.onSpinWait();
        }
    }

    private void unlock() {
        UnsafeApi.putIntRelease(null, memory, UNLOCKED); // pairs with the exchange in lock()
    }
}
