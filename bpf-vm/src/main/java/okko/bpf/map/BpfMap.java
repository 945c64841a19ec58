package okko.bpf.map;

/**
 * A map at run time.
 *
 * <p>Addresses are raw: the caller (a verified program, or a control thread that owns its buffers) guarantees that
 * {@code keyBytes} or {@code valueBytes} can be read there. Errors are negative, Linux's {@code errno} numbers; Oko's
 * helpers translate them.
 *
 * <p>Any number of threads may call any method at the same time, except {@link #close()} and {@link #bind}. Look-ups
 * take no lock; what adds or removes entries takes turns. Value bytes themselves are plain memory: a reader may see a
 * value half changed, and the address of a value whose entry is removed meanwhile stays readable but may come to belong
 * to another key, as with Linux's preallocated hash maps.
 */
public interface BpfMap extends AutoCloseable {

    /** The call succeeded. */
    long OK = 0;

    /** No such entry ({@code ENOENT}); nothing to pop. */
    long NO_ENTRY = -2;

    /** No room, or an index outside of the array ({@code E2BIG}). */
    long FULL = -7;

    /** No room in a ring buffer until its consumer has gone on ({@code EAGAIN}). */
    long TRY_AGAIN = -11;

    /** Another process has held the map's lock for too long ({@code EBUSY}); nothing was changed. */
    long BUSY = -16;

    /** The entry exists, and the flags forbid to replace it ({@code EEXIST}). */
    long EXISTS = -17;

    /** No room in a trie ({@code ENOSPC}). */
    long NO_SPACE = -28;

    /** The map has no such operation, or the arguments do not fit it ({@code EINVAL}). */
    long INVALID = -22;

    /** Flag of an update: add or replace. */
    long ANY = 0;

    /** Flag of an update: only add. */
    long ONLY_ADD = 1;

    /** Flag of an update: only replace. */
    long ONLY_REPLACE = 2;

    /** {@return what the program asked for} */
    MapDefinition definition();

    /** {@return the memory that holds the contents} */
    MapMemory memory();

    /**
     * Takes other memory of the same layout for the contents; the map becomes one of its holders, and is one of the old
     * memory's no more. No program may run on the map meanwhile. A program can so be warmed up on contents that do not
     * count.
     *
     * @param memory with contents that a map of an equal definition, for as many threads, has initialised
     */
    void bind(MapMemory memory);

    /**
     * {@return the address of an array's first value, where the bytes of global data are; 0 for a map that is no array}
     * It changes with {@link #bind}.
     */
    default long firstValue() {
        return 0;
    }

    /**
     * Finds a value.
     *
     * @param key    address of the key
     * @param thread of the caller, from 0: whose copy is wanted of a per-thread map; whose result cell a sketch uses
     * @return address of the value, or 0 if there is no such entry
     */
    long lookup(long key, int thread);

    /**
     * Sets a value.
     *
     * @param key    address of the key
     * @param value  address of the value, which is copied
     * @param flags  {@link #ANY}, {@link #ONLY_ADD} or {@link #ONLY_REPLACE}
     * @param thread of the caller: whose copy is set
     * @return {@link #OK}, {@link #NO_ENTRY}, {@link #FULL}, {@link #BUSY}, {@link #EXISTS},
     *         {@link #INVALID} or {@link #NO_SPACE}
     */
    long update(long key, long value, long flags, int thread);

    /**
     * Removes an entry.
     *
     * @param key address of the key
     * @return {@link #OK}, {@link #NO_ENTRY}, {@link #BUSY} or {@link #INVALID}
     */
    long delete(long key);

    /**
     * Adds an item to a queue, stack, or sketch.
     *
     * @param value address of the item, {@code valueBytes} long
     * @param flags {@link #ANY}, or {@link #ONLY_REPLACE} to drop the oldest item of a full queue or stack
     * @return {@link #OK}, {@link #FULL} or {@link #INVALID}
     */
    default long push(long value, long flags) {
        return INVALID;
    }

    /**
     * Takes an item from a queue or stack.
     *
     * @param value address where the item is copied to, zeroed if there is none
     * @return {@link #OK}, {@link #NO_ENTRY} or {@link #INVALID}
     */
    default long pop(long value) {
        return INVALID;
    }

    /**
     * Copies the item that {@link #pop} would take; of a Bloom filter, asks whether it may hold the item.
     *
     * @param value address where the item is copied to, or of the item that is asked for
     * @return {@link #OK}, {@link #NO_ENTRY} or {@link #INVALID}
     */
    default long peek(long value) {
        return INVALID;
    }

    /**
     * Finds a value, for a control thread.
     *
     * @param key {@code keyBytes} long
     * @return a copy of the value, or {@code null} if there is no such entry; of a per-thread map the copies of all
     *         threads, each padded to 8 bytes
     * @throws IllegalArgumentException if the key has the wrong length
     */
    byte[] get(byte[] key);

    /**
     * Sets a value, for a control thread.
     *
     * @param key   {@code keyBytes} long
     * @param value {@code valueBytes} long; of a per-thread map it becomes the value of all threads
     * @return as {@link #update}; of constant data {@link #INVALID}
     * @throws IllegalArgumentException if key or value has the wrong length
     */
    long put(byte[] key, byte[] value);

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
     * Says whether bytes belong to one value of this map; the checked engines ask before they touch them.
     *
     * @param address of the first byte
     * @param bytes   how many, 1 or more
     * @return true if all of them lie in one value
     */
    boolean ownsValueBytes(long address, int bytes);

    /**
     * Shows each entry to a visitor. May run while programs change the map: an entry that is added or removed meanwhile
     * may or may not be shown, and a value may be shown half-changed, but never under another entry's key. All other
     * entries are shown once. No program waits for it.
     *
     * @param visitor called with copies as {@link #get} returns them, on the caller's thread
     */
    void forEach(EntryVisitor visitor);

    /** {@return how many entries there are now} */
    int size();

    /** Gives up the memory; the map must not be used any more. Closing twice is closing once. */
    @Override
    void close();

    /** Receives the entries of a map. */
    @FunctionalInterface
    interface EntryVisitor {

        /**
         * Called once per entry.
         *
         * @param key   a copy, {@code keyBytes} long
         * @param value a copy
         */
        void entry(byte[] key, byte[] value);
    }
}
