package okko.bpf.map;

/**
 * A map at run time.
 *
 * <p>Addresses are raw: the caller (a verified program, or a control thread that owns its buffers) guarantees that
 * {@code keyBytes} or {@code valueBytes} can be read there. Error codes are those of Oko's helpers.
 *
 * <p>Any number of threads may call any method at the same time, except {@link #close()}. Look-ups take no lock;
 * what adds or removes entries takes turns. Value bytes themselves are plain memory: a reader may see a value half
 * changed, and the address of a value whose entry is removed meanwhile stays readable but may come to belong to another
 * key, as with Linux's preallocated hash maps.
 */
public interface BpfMap extends AutoCloseable {

    /** The call succeeded. */
    long OK = 0;

    /** The map has no such operation. */
    long UNSUPPORTED = -2;

    /** No such entry, or no room for a new one. */
    long NO_ENTRY_OR_FULL = -4;

    /** The index is outside of the array. */
    long OUT_OF_RANGE = -5;

    /**
     * Makes a map, empty, with all the memory it will ever have.
     *
     * @param definition what is wanted
     * @return the map, to be closed
     */
    static BpfMap create(MapDefinition definition) {
        return switch (definition.type()) {
            case ARRAY -> new ArrayMap(definition);
            case HASH -> new HashMap(definition);
        };
    }

    /** {@return what the program asked for} */
    MapDefinition definition();

    /**
     * Finds a value.
     *
     * @param key address of the key
     * @return address of the value, or 0 if there is no such entry
     */
    long lookup(long key);

    /**
     * Sets a value, adding the entry if need be.
     *
     * @param key   address of the key
     * @param value address of the value, which is copied
     * @return {@link #OK}, {@link #NO_ENTRY_OR_FULL} or {@link #OUT_OF_RANGE}
     */
    long update(long key, long value);

    /**
     * Removes an entry.
     *
     * @param key address of the key
     * @return {@link #OK}, {@link #NO_ENTRY_OR_FULL} or {@link #UNSUPPORTED}
     */
    long delete(long key);

    /**
     * Adds an item to a sketch.
     *
     * @param item address of the item, {@code valueBytes} long
     * @return {@link #OK}, or {@link #UNSUPPORTED} on a map that is no sketch
     */
    default long add(long item) {
        return UNSUPPORTED;
    }

    /**
     * Finds a value, for a control thread.
     *
     * @param key {@code keyBytes} long
     * @return a copy of the value, or {@code null} if there is no such entry
     * @throws IllegalArgumentException if the key has the wrong length
     */
    default byte[] get(byte[] key) {
        try (var memory = ControlMemory.of(definition(), key)) {
            long value = lookup(memory.key());
            return value == 0 ? null : ControlMemory.bytesAt(value, definition().valueBytes());
        }
    }

    /**
     * Sets a value, for a control thread.
     *
     * @param key   {@code keyBytes} long
     * @param value {@code valueBytes} long
     * @return as {@link #update}
     * @throws IllegalArgumentException if key or value has the wrong length
     */
    default long put(byte[] key, byte[] value) {
        try (var memory = ControlMemory.of(definition(), key, value)) {
            return update(memory.key(), memory.value());
        }
    }

    /**
     * Removes an entry, for a control thread.
     *
     * @param key {@code keyBytes} long
     * @return as {@link #delete}
     * @throws IllegalArgumentException if the key has the wrong length
     */
    default long remove(byte[] key) {
        try (var memory = ControlMemory.of(definition(), key)) {
            return delete(memory.key());
        }
    }

    /**
     * Says whether bytes belong to one value of this map; the checked interpreter asks before it touches them.
     *
     * @param address of the first byte
     * @param bytes   how many, 1 or more
     * @return true if all of them lie in one value
     */
    boolean ownsValueBytes(long address, int bytes);

    /**
     * Shows each entry to a visitor. May run while a program changes the map: an entry that is added or removed
     * meanwhile may or may not be shown, and a value may be shown half-changed, but never foreign memory.
     *
     * @param visitor called with copies, on the caller's thread
     */
    void forEach(EntryVisitor visitor);

    /** {@return how many entries there are now} */
    int size();

    /** Returns the memory; the map must not be used any more. */
    @Override
    void close();

    /** Receives the entries of a map. */
    @FunctionalInterface
    interface EntryVisitor {

        /**
         * Called once per entry.
         *
         * @param key   a copy, {@code keyBytes} long
         * @param value a copy, {@code valueBytes} long
         */
        void entry(byte[] key, byte[] value);
    }
}
