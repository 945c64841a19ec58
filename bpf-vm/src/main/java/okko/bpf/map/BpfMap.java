package okko.bpf.map;

/**
 * A map at run time.
 *
 * <p>Addresses are raw: the caller (a verified program, or a control thread that owns its buffers) guarantees that
 * {@code keyBytes} or {@code valueBytes} can be read there. Error codes are those of Oko's helpers.
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
