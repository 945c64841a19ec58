package okko.bpf.map;

/**
 * What all maps have in common. Its implementations are records: the JIT takes the components of a record that it knows
 * as a constant for constants too (it does not trust the final fields of ordinary classes), so that sizes, strides and
 * the loops over a key's words fold away in compiled programs. What changes lies behind {@link #storage()}.
 */
interface MappedMap extends BpfMap {

    /** {@return where the contents are; no memory yet when the map was just made} */
    MapStorage storage();

    /** {@return how much memory the map needs, header included} */
    long bytes();

    /** Writes the contents at the start into zeroed memory, whose header is there but not published. */
    void initialise();

    @Override
    default MapMemory memory() {
        return storage().memory();
    }

    @Override
    default void bind(MapMemory memory) {
        if (memory.bytes() != bytes()) {
            throw new IllegalArgumentException(
                    "memory has " + memory.bytes() + " bytes, the map needs " + bytes());
        }
        storage().bind(memory);
    }

    @Override
    default byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition(), key)) {
            long value = lookup(copy.key(), 0);
            return value == 0 ? null : ControlMemory.bytesAt(value, definition().valueBytes());
        }
    }

    @Override
    default long put(byte[] key, byte[] value) {
        try (var copy = ControlMemory.of(definition(), key, value)) {
            return update(copy.key(), copy.value(), ANY, 0);
        }
    }

    @Override
    default void close() {
        storage().close();
    }
}
