package okko.bpf.map;

import java.util.Arrays;
import java.util.Objects;

/** What a program asks of a map. Immutable. */
public final class MapDefinition {

    /** Largest key, bytes. */
    public static final int MAX_KEY_BYTES = 512;

    /** Largest value of a map that is no global data, bytes. */
    public static final int MAX_VALUE_BYTES = 64 * 1024;

    /** Largest section of global data, bytes. */
    public static final int MAX_DATA_BYTES = 1 << 20;

    /** Most memory that one map may take, bytes. */
    public static final long MAX_MEMORY_BYTES = 1L << 30;

    /** Most hash functions of a sketch. */
    static final int MAX_HASH_FUNCTIONS = 16;

    /** Memory of an entry besides its key and value, at most: its head, its share of the buckets, its link; bytes. */
    private static final int ENTRY_OVERHEAD_BYTES = 28;

    private final String name;
    private final MapType type;
    private final int keyBytes;
    private final int valueBytes;
    private final int maxEntries;
    private final int hashFunctions;
    private final byte[] contents;
    private final ProgramAccess access;

    /** What a program may do with the values. */
    public enum ProgramAccess {
        /** Read and write. */
        READ_WRITE,
        /** Read; their contents are known before the program runs and never change. */
        READ_ONLY
    }

    /**
     * Defines a map.
     *
     * @param name       symbol in the object file
     * @param type       kind of map
     * @param keyBytes   size of a key, 1 to {@value #MAX_KEY_BYTES} bytes; 4 or 8 for an array, 4 bytes more than the
     *                   prefix for a trie, 0 for maps without keys
     * @param valueBytes size of a value, 1 to {@value #MAX_VALUE_BYTES} bytes; 4 for a program array, 0 for a ring
     *                   buffer; of a sketch that of an item
     * @param maxEntries how many entries there can be, 1 or more; of a ring buffer its size in bytes, of a Bloom filter
     *                   how many items are expected, of a count-min sketch the width of a row
     * @throws IllegalArgumentException if one is out of range, naming it
     */
    public MapDefinition(String name, MapType type, int keyBytes, int valueBytes, int maxEntries) {
        this(name, type, keyBytes, valueBytes, maxEntries, 0, null, ProgramAccess.READ_WRITE);
    }

    private MapDefinition(
            String name, MapType type, int keyBytes, int valueBytes, int maxEntries, int hashFunctions,
            byte[] contents, ProgramAccess access) {
        this.name = name;
        this.type = type;
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.maxEntries = maxEntries;
        this.hashFunctions = hashFunctions;
        this.contents = contents;
        this.access = access;
        check();
    }

    /**
     * Defines the map of a section of global data: an array of one value.
     *
     * @param name     of the section
     * @param contents at the start; 1 to {@value #MAX_DATA_BYTES} bytes
     * @param access   that the program has
     * @return the definition
     * @throws IllegalArgumentException if there is nothing or too much in the section
     */
    public static MapDefinition globalData(String name, byte[] contents, ProgramAccess access) {
        return new MapDefinition(
                name, MapType.ARRAY, Integer.BYTES, contents.length, 1, 0, contents.clone(), access);
    }

    /**
     * The same map with a number of hash functions.
     *
     * @param count how many hash functions a sketch uses, 1 to 16; 0 for its default
     * @return a new definition
     * @throws IllegalArgumentException if the number is out of range
     */
    public MapDefinition withHashFunctions(int count) {
        return new MapDefinition(name, type, keyBytes, valueBytes, maxEntries, count, contents, access);
    }

    private void check() {
        MapRules.check(this);
        if (memoryBytes() > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("map needs " + memoryBytes() + " bytes, at most " + MAX_MEMORY_BYTES
                    + " are allowed: maxEntries=" + maxEntries);
        }
    }

    /** {@return the symbol in the object file} */
    public String name() {
        return name;
    }

    /** {@return the kind of map} */
    public MapType type() {
        return type;
    }

    /** {@return the size of a key, bytes; 0 for maps without keys} */
    public int keyBytes() {
        return keyBytes;
    }

    /** {@return the size of a value, bytes} */
    public int valueBytes() {
        return valueBytes;
    }

    /** {@return how many bytes a look-up reads: a key, or of a sketch an item} */
    public int lookupKeyBytes() {
        return type.isSketch() ? valueBytes : keyBytes;
    }

    /** {@return how many bytes a look-up finds: a value, or of a sketch a 32-bit number} */
    public int lookupValueBytes() {
        return type.isSketch() ? Integer.BYTES : valueBytes;
    }

    /** {@return how many entries there can be} */
    public int maxEntries() {
        return maxEntries;
    }

    /** {@return how many hash functions a sketch uses, 0 for its default} */
    public int hashFunctions() {
        return hashFunctions;
    }

    /** {@return what a program may do with the values} */
    public ProgramAccess access() {
        return access;
    }

    /** {@return whether this is a section of global data} */
    public boolean isGlobalData() {
        return contents != null;
    }

    /** {@return the contents at the start of global data, a copy} */
    public byte[] contents() {
        return contents == null ? new byte[0] : contents.clone();
    }

    /**
     * Reads a number from the contents at the start of global data.
     *
     * @param offset of its first byte
     * @param bytes  how many it has, 1 to 8; all of them lie in the section
     * @return the number, the first byte being the lowest, zero-extended
     */
    public long contentsAt(int offset, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << Byte.SIZE | contents[offset + i] & 0xff;
        }
        return number;
    }

    /** {@return an upper bound of the memory that the map's entries take for one thread, bytes} */
    public long memoryBytes() {
        return switch (type) {
            case RING_BUFFER -> maxEntries;
            case PROGRAM_ARRAY -> (long) maxEntries * Integer.BYTES;
            case BLOOM_FILTER, COUNT_MIN -> (long) maxEntries * MAX_HASH_FUNCTIONS * Integer.BYTES;
            case ARRAY, PER_THREAD_ARRAY -> (long) maxEntries * (valueBytes + Long.BYTES - 1);
            case HASH, LRU_HASH, LPM_TRIE, PER_THREAD_HASH, QUEUE, STACK ->
                (long) maxEntries * (keyBytes + valueBytes + 2 * (Long.BYTES - 1) + ENTRY_OVERHEAD_BYTES);
        };
    }

    /**
     * Tells whether the contents of a map can be taken over from a map that was made for another program.
     *
     * @param other its definition
     * @return true if name, type, sizes, and for global data the initial contents are equal
     */
    public boolean hasLayoutOf(MapDefinition other) {
        return equals(other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MapDefinition that
                && name.equals(that.name) && type == that.type
                && keyBytes == that.keyBytes && valueBytes == that.valueBytes && maxEntries == that.maxEntries
                && hashFunctions == that.hashFunctions && access == that.access
                && Arrays.equals(contents, that.contents);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, keyBytes, valueBytes, maxEntries);
    }

    @Override
    public String toString() {
        return "%s %s: key %d, value %d, %d entries".formatted(type.label(), name, keyBytes, valueBytes, maxEntries);
    }
}
