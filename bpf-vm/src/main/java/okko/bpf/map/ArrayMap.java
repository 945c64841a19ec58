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
    private final long values;
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
        values = UnsafeApi.allocateMemory(maxEntries * strideBytes);
        UnsafeApi.setMemory(values, maxEntries * strideBytes, (byte) 0);
    }

    @Override
    public MapDefinition definition() {
        return definition;
    }

    @Override
    public long lookup(long key) {
        long index = keyBytes == Integer.BYTES
                ? Integer.toUnsignedLong(UnsafeApi.getInt(key))
                : UnsafeApi.getLong(key);
        return Long.compareUnsigned(index, maxEntries) < 0 ? values + index * strideBytes : 0;
    }

    @Override
    public long update(long key, long value) {
        long entry = lookup(key);
        if (entry == 0) {
            return OUT_OF_RANGE;
        }
        Bytes.copy(value, entry, valueBytes);
        return OK;
    }

    @Override
    public long delete(long key) {
        return UNSUPPORTED;
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
    public int size() {
        return definition.maxEntries();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            UnsafeApi.freeMemory(values);
        }
    }
}
