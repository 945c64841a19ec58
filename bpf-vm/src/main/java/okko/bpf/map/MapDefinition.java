package okko.bpf.map;

/**
 * What a program asks of a map.
 *
 * @param name       symbol in the object file
 * @param type       kind of map
 * @param keyBytes   size of a key, 1 to {@value #MAX_KEY_BYTES} bytes; 4 or 8 for an array
 * @param valueBytes size of a value, 1 to {@value #MAX_VALUE_BYTES} bytes
 * @param maxEntries how many entries there can be, 1 or more
 */
public record MapDefinition(String name, MapType type, int keyBytes, int valueBytes, int maxEntries) {

    /** Largest key, bytes. */
    public static final int MAX_KEY_BYTES = 512;

    /** Largest value, bytes. */
    public static final int MAX_VALUE_BYTES = 64 * 1024;

    /** Most memory that one map may take, bytes. */
    public static final long MAX_MEMORY_BYTES = 1L << 30;

    /** Memory of an entry besides its key and value, at most: hash, chain, bucket, free list; bytes. */
    private static final int ENTRY_OVERHEAD_BYTES = 24;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of range, naming it
     */
    public MapDefinition {
        if (type == MapType.ARRAY && keyBytes != Integer.BYTES && keyBytes != Long.BYTES) {
            throw new IllegalArgumentException("key of an array must have 4 or 8 bytes: keyBytes=" + keyBytes);
        }
        if (keyBytes < 1 || keyBytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("key must have 1 to " + MAX_KEY_BYTES + " bytes: keyBytes=" + keyBytes);
        }
        if (valueBytes < 1 || valueBytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "value must have 1 to " + MAX_VALUE_BYTES + " bytes: valueBytes=" + valueBytes);
        }
        if (maxEntries < 1) {
            throw new IllegalArgumentException("map must have at least 1 entry: maxEntries=" + maxEntries);
        }
        if (memoryBytes(keyBytes, valueBytes, maxEntries) > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("map needs " + memoryBytes(keyBytes, valueBytes, maxEntries)
                    + " bytes, at most " + MAX_MEMORY_BYTES + " are allowed: maxEntries=" + maxEntries);
        }
    }

    /** {@return an upper bound of the memory that the map takes, bytes} */
    public long memoryBytes() {
        return memoryBytes(keyBytes, valueBytes, maxEntries);
    }

    private static long memoryBytes(int keyBytes, int valueBytes, int maxEntries) {
        return (long) maxEntries * (keyBytes + valueBytes + 2 * (Long.BYTES - 1) + ENTRY_OVERHEAD_BYTES);
    }
}
