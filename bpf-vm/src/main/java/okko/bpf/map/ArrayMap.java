package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * A fixed number of values, zero at first, each aligned to 8 bytes. All entries always exist.
 */
public final class ArrayMap implements BpfMap {

    private final MapDefinition definition;
    private final int keyBytes;
    private final int valueBytes;
    private final long strideBytes;
    private final long maxEntries;
    private MapMemory memory;
    private long values;
    private boolean isClosed;

    /**
     * Allocates the values.
     *
     * @param definition of type {@link MapType#ARRAY}
     */
    ArrayMap(MapDefinition definition) {
        this.definition = definition;
        keyBytes = definition.keyBytes();
        valueBytes = definition.valueBytes();
        strideBytes = ControlMemory.align(valueBytes);
        maxEntries = definition.maxEntries();
        memory = MapMemory.allocate(maxEntries * strideBytes);
        values = memory.address();
        byte[] contents = definition.contents();
        UnsafeApi.copyMemory(contents, UnsafeApi.arrayBaseOffset(byte[].class), null, values, contents.length);
    }

    @Override
    public MapDefinition definition() {
        return definition;
    }

    @Override
    public MapMemory memory() {
        return memory;
    }

    @Override
    public void bind(MapMemory other) {
        MapMemory old = memory;
        memory = other.retain();
        values = memory.address();
        old.close();
    }

    @Override
    public long lookup(long key, int thread) {
        long index = keyBytes == Integer.BYTES
                ? Integer.toUnsignedLong(UnsafeApi.getInt(key))
                : UnsafeApi.getLong(key);
        return Long.compareUnsigned(index, maxEntries) < 0 ? values + index * strideBytes : 0;
    }

    /** {@return the address of the first value, until the map is bound to other memory} */
    public long firstValue() {
        return values;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        if (flags == ONLY_ADD) {
            return EXISTS;
        }
        long entry = lookup(key, thread);
        if (entry == 0) {
            return FULL;
        }
        Bytes.copy(value, entry, valueBytes);
        return OK;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        long offset = address - values;
        return offset >= 0 && offset < maxEntries * strideBytes
                && offset % strideBytes + Integer.toUnsignedLong(bytes) <= valueBytes;
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        for (int index = 0; index < maxEntries; index++) {
            var key = new byte[keyBytes];
            for (int i = 0; i < Integer.BYTES; i++) {
                key[i] = (byte) (index >>> Byte.SIZE * i);
            }
            visitor.entry(key, ControlMemory.bytesAt(values + index * strideBytes, valueBytes));
        }
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
        return definition.maxEntries();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            memory.close();
        }
    }
}
