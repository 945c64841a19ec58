package okko.bpf.map;

import java.util.Arrays;
import okko.bpf.map.HashTable.Entry;

/**
 * Hash maps: refusing, forgetting, and per-thread ones.
 *
 * <p>The values of a per-thread map stand behind the {@link HashTable table}, one array for each thread, so that no
 * cache line has two writers:
 * <pre>
 *  offset                             size    field
 *  end of table + t * copy + i * stride  stride  value of entry i for thread t, padded to 8 bytes
 *
 *  stride = value size, to 8; copy = max entries * stride, to 64
 * </pre>
 *
 * <p>A full map of type LRU removes an entry by CLOCK, an approximation of least recently used: a hand goes over the
 * entries, takes the mark away from each that was looked up by a program since it last came by, and removes the first
 * one without a mark; after {@value #MOST_STEPS} entries it removes the next one in any case. So an addition never
 * fails and never takes long.
 */
record HashMap(
        MapDefinition definition, MapStorage storage, HashTable table, WhenFull whenFull, int valueBytes,
        long strideBytes, long copyBytes, int copies) implements MappedMap {

    private static final int MOST_STEPS = 128;

    /** What becomes of a new entry that finds no room. */
    enum WhenFull { REFUSE, REMOVE_UNUSED }

    static HashMap of(MapDefinition definition, int threads, MapStorage storage) {
        boolean isPerThread = definition.type().isPerThread();
        int strideBytes = ControlMemory.align(definition.valueBytes());
        var table = HashTable.of(definition, isPerThread ? 0 : strideBytes, storage);
        long copyBytes = isPerThread ? MapHeader.toCacheLine((long) definition.maxEntries() * strideBytes) : 0;
        return new HashMap(
                definition, storage, table,
                definition.type() == MapType.LRU_HASH ? WhenFull.REMOVE_UNUSED : WhenFull.REFUSE,
                definition.valueBytes(), strideBytes, copyBytes, isPerThread ? threads : 0);
    }

    @Override
    public long bytes() {
        return table.endOffset() + copies * copyBytes;
    }

    @Override
    public void initialise() {
        table.initialise();
    }

    @Override
    public long lookup(long key, int thread) {
        long entry = find(key);
        if (entry == 0) {
            return 0;
        }
        if (whenFull == WhenFull.REMOVE_UNUSED) {
            table.mark(entry);
        }
        return valueOf(entry, thread);
    }

    private long find(long key) {
        return table.find(key, Keys.WHOLE, table.hash(key, Keys.WHOLE));
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        if (Long.compareUnsigned(flags, ONLY_REPLACE) > 0) {
            return INVALID;
        }
        int hash = table.hash(key, Keys.WHOLE);
        if (!storage.lock()) {
            return BUSY;
        }
        try {
            long entry = table.findLocked(key, Keys.WHOLE, hash);
            if (entry != 0) {
                return flags == ONLY_ADD ? EXISTS : replace(entry, value, thread);
            }
            return flags == ONLY_REPLACE ? NO_ENTRY : add(key, hash, value, thread);
        } finally {
            storage.unlock();
        }
    }

    private long replace(long entry, long value, int thread) {
        if (whenFull == WhenFull.REMOVE_UNUSED) {
            table.mark(entry);
        }
        Bytes.copy(value, valueOf(entry, thread), valueBytes);
        return OK;
    }

    private long add(long key, int hash, long value, int thread) {
        int index = table.take();
        if (index < 0) {
            if (whenFull == WhenFull.REFUSE) {
                return FULL;
            }
            index = victim();
            table.unlink(index);
        }
        table.beforeChange();
        long entry = table.entryAt(index);
        for (int other = 0; other < copies; other++) {
            Bytes.zero(valueOf(entry, other), valueBytes);
        }
        Bytes.copy(value, valueOf(entry, thread), valueBytes);
        table.link(index, key, Keys.WHOLE, hash);
        return OK;
    }

    private int victim() {
        int maxEntries = table.maxEntries();
        int hand = Integer.remainderUnsigned(storage.count(MapHeader.HAND_OFFSET), maxEntries);
        for (int step = 0; step < MOST_STEPS && table.unmark(hand); step++) {
            hand = hand + 1 == maxEntries ? 0 : hand + 1;
        }
        storage.setCount(MapHeader.HAND_OFFSET, hand + 1);
        return hand;
    }

    @Override
    public long delete(long key) {
        int hash = table.hash(key, Keys.WHOLE);
        if (!storage.lock()) {
            return BUSY;
        }
        try {
            long entry = table.findLocked(key, Keys.WHOLE, hash);
            if (entry == 0) {
                return NO_ENTRY;
            }
            int index = table.indexOf(entry);
            table.unlink(index);
            table.giveBack(index);
            return OK;
        } finally {
            storage.unlock();
        }
    }

    /** {@inheritDoc} Does not count as a use of the entry. */
    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key)) {
            while (true) {
                long entry = find(copy.key());
                if (entry == 0) {
                    return null;
                }
                Entry read = table.read(table.indexOf(entry), this::copiesOf);
                if (read != null && Arrays.equals(read.key(), key)) {
                    return read.value();
                }
            }
        }
    }

    @Override
    public long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition, key, value)) {
            long result = update(copy.key(), copy.value(), ANY, 0);
            long entry = result == OK && copies > 1 ? find(copy.key()) : 0;
            for (int thread = 1; thread < copies && entry != 0; thread++) {
                Bytes.copy(copy.value(), valueOf(entry, thread), valueBytes);
            }
            return result;
        }
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        table.forEach(this::copiesOf, visitor);
    }

    private byte[] copiesOf(int index) {
        if (copies == 0) {
            return ControlMemory.bytesAt(table.entryAt(index) + table.valueOffset(), valueBytes);
        }
        var all = new byte[Math.toIntExact(copies * strideBytes)];
        for (int thread = 0; thread < copies; thread++) {
            ControlMemory.copyOut(
                    valueOf(table.entryAt(index), thread), all, Math.toIntExact(thread * strideBytes), valueBytes);
        }
        return all;
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        if (copies == 0) {
            return table.ownsValueBytes(address, bytes, valueBytes);
        }
        long offset = address - storage.base() - table.endOffset();
        return offset >= 0 && offset < copies * copyBytes
                && offset % copyBytes < table.maxEntries() * strideBytes
                && offset % copyBytes % strideBytes + Integer.toUnsignedLong(bytes) <= valueBytes;
    }

    @Override
    public int size() {
        return table.size();
    }

    private long valueOf(long entry, int thread) {
        return copies == 0
                ? entry + table.valueOffset()
                : storage.base() + table.endOffset() + thread * copyBytes + table.indexOf(entry) * strideBytes;
    }
}
