package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * A fixed number of values, zero at first, each aligned to 8 bytes; of a per-thread array, one such array for each
 * thread, which begins on a cache line. All entries always exist.
 * <pre>
 *  offset                          size    field
 *  256 + t * copy + i * stride     stride  value i of thread t, padded to 8 bytes
 *
 *  stride = value size, to 8; copy = max entries * stride, to 64
 * </pre>
 */
record ArrayMap(
        MapDefinition definition, MapStorage storage, int keyBytes, int valueBytes, int maxEntries, long strideBytes,
        long copyBytes, int copies) implements MappedMap {

    static ArrayMap of(MapDefinition definition, int threads, MapStorage storage) {
        long strideBytes = ControlMemory.align(definition.valueBytes());
        long copyBytes = MapHeader.toCacheLine(definition.maxEntries() * strideBytes);
        return new ArrayMap(
                definition, storage, definition.keyBytes(), definition.valueBytes(), definition.maxEntries(),
                strideBytes, copyBytes, definition.type().isPerThread() ? threads : 1);
    }

    @Override
    public long bytes() {
        return MapHeader.BYTES + copies * copyBytes;
    }

    @Override
    public void initialise() {
        byte[] contents = definition.contents();
        UnsafeApi.copyMemory(
                contents, UnsafeApi.arrayBaseOffset(byte[].class), null, storage.part(), contents.length);
    }

    @Override
    public long firstValue() {
        return storage.part();
    }

    @Override
    public long lookup(long key, int thread) {
        long index = indexAt(key);
        return Long.compareUnsigned(index, maxEntries) < 0 ? valueAt(index, copies == 1 ? 0 : thread) : 0;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        long result = check(key, flags);
        if (result == OK) {
            Bytes.copy(value, lookup(key, thread), valueBytes);
        }
        return result;
    }

    /** In the order of Linux, where more than one error applies. */
    private long check(long key, long flags) {
        if (Long.compareUnsigned(flags, ONLY_REPLACE) > 0) {
            return INVALID;
        }
        if (Long.compareUnsigned(indexAt(key), maxEntries) >= 0) {
            return FULL;
        }
        return flags == ONLY_ADD ? EXISTS : OK;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        long offset = address - storage.part();
        return offset >= 0 && offset < copies * copyBytes
                && offset % copyBytes < maxEntries * strideBytes
                && offset % copyBytes % strideBytes + Integer.toUnsignedLong(bytes) <= valueBytes;
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        for (int index = 0; index < maxEntries; index++) {
            var key = new byte[keyBytes];
            for (int i = 0; i < Integer.BYTES; i++) {
                key[i] = (byte) (index >>> Byte.SIZE * i);
            }
            visitor.entry(key, copiesOf(index));
        }
    }

    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key)) {
            long index = indexAt(copy.key());
            return Long.compareUnsigned(index, maxEntries) < 0 ? copiesOf(index) : null;
        }
    }

    @Override
    public long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition, key, value)) {
            // Programs were verified, and perhaps compiled, with what constant data holds.
            long result = definition.access() == MapDefinition.ProgramAccess.READ_ONLY
                    ? INVALID
                    : check(copy.key(), ANY);
            for (int thread = 0; thread < copies && result == OK; thread++) {
                Bytes.copy(copy.value(), lookup(copy.key(), thread), valueBytes);
            }
            return result;
        }
    }

    private byte[] copiesOf(long index) {
        if (!definition.type().isPerThread()) {
            return ControlMemory.bytesAt(valueAt(index, 0), valueBytes);
        }
        var all = new byte[Math.toIntExact(copies * strideBytes)];
        for (int thread = 0; thread < copies; thread++) {
            ControlMemory.copyOut(valueAt(index, thread), all, Math.toIntExact(thread * strideBytes), valueBytes);
        }
        return all;
    }

    @Override
    public int size() {
        return maxEntries;
    }

    private long indexAt(long key) {
        return keyBytes == Integer.BYTES ? Integer.toUnsignedLong(UnsafeApi.getInt(key)) : UnsafeApi.getLong(key);
    }

    private long valueAt(long index, int thread) {
        return storage.part() + thread * copyBytes + index * strideBytes;
    }
}
