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
}
