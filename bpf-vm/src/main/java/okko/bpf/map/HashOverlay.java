package okko.bpf.map;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A hash map as it is now, for one who must not change it: what is looked up is copied when it is first looked up,
 * because programs write to values by their addresses, and what is added, replaced or removed is so for the overlay
 * alone. Nothing of the map below is written, not even that an entry was used. Confined to one thread.
 *
 * <p>Where the map below is full and forgets entries, the overlay takes more than that has room for, as an entry would
 * have been forgotten for each.
 */
final class HashOverlay implements BpfMap {

    private final BpfMap below;

    /** What was looked at or changed; {@code null} where an entry is not there (any more). */
    private final Map<ByteBuffer, MapMemory> values = new java.util.HashMap<>();

    /** Entries added here, less those removed. */
    private int more;

    HashOverlay(BpfMap below) {
        this.below = below;
    }

    @Override
    public MapDefinition definition() {
        return below.definition();
    }

    /** {@inheritDoc} Of the map below: what is copied has memory of its own. */
    @Override
    public MapMemory memory() {
        return below.memory();
    }

    @Override
    public void bind(MapMemory memory) {
        throw new UnsupportedOperationException("an overlay stays on its map");
    }

    @Override
    public long lookup(long key, int thread) {
        MapMemory value = copied(ControlMemory.bytesAt(key, definition().keyBytes()), thread);
        return value == null ? 0 : value.address();
    }

    private MapMemory copied(byte[] key, int thread) {
        ByteBuffer wrapped = ByteBuffer.wrap(key);
        if (!values.containsKey(wrapped)) {
            byte[] copy = below.get(key);
            values.put(wrapped, copy == null ? null : memoryOf(copy, thread));
        }
        return values.get(wrapped);
    }

    private MapMemory memoryOf(byte[] copies, int thread) {
        int valueBytes = definition().valueBytes();
        int from = definition().type().isPerThread() ? thread * ControlMemory.align(valueBytes) : 0;
        MapMemory memory = MapMemory.allocate(valueBytes);
        ControlMemory.copyIn(copies, from, memory.address(), valueBytes);
        return memory;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        if (Long.compareUnsigned(flags, ONLY_REPLACE) > 0) {
            return INVALID;
        }
        byte[] bytes = ControlMemory.bytesAt(key, definition().keyBytes());
        MapMemory there = copied(bytes, thread);
        if (there == null) {
            if (flags == ONLY_REPLACE) {
                return NO_ENTRY;
            }
            if (size() >= definition().maxEntries() && definition().type() != MapType.LRU_HASH) {
                return FULL;
            }
            there = MapMemory.allocate(definition().valueBytes());
            values.put(ByteBuffer.wrap(bytes), there);
            more++;
        } else if (flags == ONLY_ADD) {
            return EXISTS;
        }
        Bytes.copy(value, there.address(), definition().valueBytes());
        return OK;
    }

    @Override
    public long delete(long key) {
        byte[] bytes = ControlMemory.bytesAt(key, definition().keyBytes());
        MapMemory there = copied(bytes, 0);
        if (there == null) {
            return NO_ENTRY;
        }
        values.put(ByteBuffer.wrap(bytes), null);
        there.close();
        more--;
        return OK;
    }

    @Override
    public byte[] get(byte[] key) {
        MapMemory value = copied(key, 0);
        return value == null ? null : ControlMemory.bytesAt(value.address(), definition().valueBytes());
    }

    @Override
    public long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition(), key, value)) {
            return update(copy.key(), copy.value(), ANY, 0);
        }
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return values.values().stream().anyMatch(value -> value != null && address >= value.address()
                && address + Integer.toUnsignedLong(bytes) <= value.address() + definition().valueBytes());
    }

    /** {@inheritDoc} Those of the map below that were not looked at, and then its own. */
    @Override
    public void forEach(EntryVisitor visitor) {
        below.forEach((key, value) -> {
            if (!values.containsKey(ByteBuffer.wrap(key))) {
                visitor.entry(key, value);
            }
        });
        values.forEach((key, value) -> {
            if (value != null) {
                visitor.entry(key.array(), ControlMemory.bytesAt(value.address(), definition().valueBytes()));
            }
        });
    }

    @Override
    public int size() {
        return below.size() + more;
    }

    @Override
    public void close() {
        values.values().forEach(value -> {
            if (value != null) {
                value.close();
            }
        });
        values.clear();
    }
}
