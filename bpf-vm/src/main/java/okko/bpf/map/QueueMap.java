package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * Queue and stack: a ring of items, of which a queue hands out the oldest and a stack the newest. Its own part of the
 * memory:
 * <pre>
 *  offset                  size        field   unit      written by
 *  256                     8           oldest  position  lock's owner, with release: the item is copied out
 *  264                     8           end     position  lock's owner, with release: items before it are complete
 *  320 + (p mod m) * stride  value size  item p  -         lock's owner
 *
 *  m = max entries; stride = value size, to 8
 * </pre>
 * Who pops the newest item moves the end back.
 *
 * <p><b>Threads.</b> All take turns by the lock, as in Linux. Who dies with it has changed nothing, or all but the
 * header's number of entries, which the next one sets right.
 *
 * @param definition of type {@link MapType#QUEUE} or {@link MapType#STACK}
 * @param order      which item is next
 * @param itemBytes  size of an item
 * @param maxItems   how many there can be
 * @param storage    where the contents are
 */
record QueueMap(MapDefinition definition, Order order, int itemBytes, int maxItems, MapStorage storage)
        implements MappedMap {

    private static final int OLDEST_OFFSET = 0;
    private static final int END_OFFSET = 8;
    private static final int ITEMS_OFFSET = MapHeader.CACHE_LINE_BYTES;

    /** Which item is taken. */
    enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** What becomes of the item that is read. */
    private enum Reading {
        STAYS,
        IS_TAKEN
    }

    static QueueMap of(MapDefinition definition, MapStorage storage) {
        Order order = definition.type() == MapType.STACK ? Order.NEWEST_FIRST : Order.OLDEST_FIRST;
        return new QueueMap(definition, order, definition.valueBytes(), definition.maxEntries(), storage);
    }

    @Override
    public long bytes() {
        return MapHeader.BYTES + ITEMS_OFFSET + (long) maxItems * ControlMemory.align(itemBytes);
    }

    @Override
    public void initialise() {
        // Zeroed memory is an empty queue.
    }

    @Override
    public long push(long value, long flags) {
        if (flags != ANY && flags != ONLY_REPLACE) {
            return INVALID;
        }
        if (!storage.lock()) {
            return BUSY;
        }
        long oldest = oldest();
        long end = end();
        long result = OK;
        if (end - oldest >= maxItems) {
            if (flags == ONLY_REPLACE) {
                setOldest(oldest + 1);
            } else {
                result = FULL;
            }
        }
        if (result == OK) {
            Bytes.copy(value, at(end), itemBytes);
            setEnd(end + 1);
        }
        storage.unlock();
        return result;
    }

    @Override
    public long pop(long value) {
        return read(value, Reading.IS_TAKEN);
    }

    @Override
    public long peek(long value) {
        return read(value, Reading.STAYS);
    }

    private long read(long value, Reading reading) {
        if (!storage.lock()) {
            UnsafeApi.setMemory(value, itemBytes, (byte) 0);
            return BUSY;
        }
        long oldest = oldest();
        long end = end();
        long result = OK;
        if (oldest == end) {
            UnsafeApi.setMemory(value, itemBytes, (byte) 0);
            result = NO_ENTRY;
        } else if (order == Order.OLDEST_FIRST) {
            Bytes.copy(at(oldest), value, itemBytes);
            if (reading == Reading.IS_TAKEN) {
                setOldest(oldest + 1);
            }
        } else {
            Bytes.copy(at(end - 1), value, itemBytes);
            if (reading == Reading.IS_TAKEN) {
                setEnd(end - 1);
            }
        }
        storage.unlock();
        return result;
    }

    private long oldest() {
        return UnsafeApi.getLong(storage.part() + OLDEST_OFFSET);
    }

    private long end() {
        return UnsafeApi.getLong(storage.part() + END_OFFSET);
    }

    private void setOldest(long position) {
        UnsafeApi.putLongRelease(null, storage.part() + OLDEST_OFFSET, position); // the next owner of the lock reads it
        storage.setCount(MapHeader.ENTRIES_OFFSET, (int) (end() - position));
    }

    private void setEnd(long position) {
        UnsafeApi.putLongRelease(null, storage.part() + END_OFFSET, position); // the next owner of the lock reads it
        storage.setCount(MapHeader.ENTRIES_OFFSET, (int) (position - oldest()));
    }

    /** A position that another process has made up leads to some slot, never out of the memory. */
    private long at(long position) {
        return storage.part() + ITEMS_OFFSET
                + Long.remainderUnsigned(position, maxItems) * ControlMemory.align(itemBytes);
    }

    @Override
    public long lookup(long key, int thread) {
        return 0;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        return INVALID;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    /** {@inheritDoc} The key is empty; the item is the one that {@link #pop} would take. */
    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key, new byte[itemBytes])) {
            return peek(copy.value()) == OK ? ControlMemory.bytesAt(copy.value(), itemBytes) : null;
        }
    }

    /** {@inheritDoc} The key is empty; the value is pushed. */
    @Override
    public long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition, key, value)) {
            return push(copy.value(), ANY);
        }
    }

    /** {@inheritDoc} The key is empty; an item is popped. */
    @Override
    public long remove(byte[] key) {
        try (var copy = ControlMemory.of(definition, key, new byte[itemBytes])) {
            return pop(copy.value());
        }
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return false; // programs have copies of items, never their addresses
    }

    /** {@inheritDoc} Shows the items with empty keys, in the order in which they would be popped. */
    @Override
    public void forEach(EntryVisitor visitor) {
        int waiting = size();
        for (int i = 0; i < waiting; i++) {
            byte[] item = itemAfter(i);
            if (item != null) {
                visitor.entry(new byte[0], item);
            }
        }
    }

    /** Copies the item that {@code taken} pops would leave as the next one; {@code null} if there is none. */
    private byte[] itemAfter(int taken) {
        if (!storage.lock()) {
            return null;
        }
        try {
            long position = order == Order.OLDEST_FIRST ? oldest() + taken : end() - 1 - taken;
            return position >= oldest() && position < end() ? ControlMemory.bytesAt(at(position), itemBytes) : null;
        } finally {
            storage.unlock();
        }
    }

    @Override
    public int size() {
        return Math.clamp(storage.count(MapHeader.ENTRIES_OFFSET), 0, maxItems); // others may have written nonsense
    }
}
