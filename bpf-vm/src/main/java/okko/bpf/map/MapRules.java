package okko.bpf.map;

/** Which sizes each kind of map allows. */
final class MapRules {

    private MapRules() {}

    /** Throws an IllegalArgumentException that names the size and what it must be. */
    static void check(MapDefinition map) {
        if (map.maxEntries() < 1) {
            throw new IllegalArgumentException("map must have at least 1 entry: maxEntries=" + map.maxEntries());
        }
        if (map.hashFunctions() < 0 || map.hashFunctions() > MapDefinition.MAX_HASH_FUNCTIONS) {
            throw new IllegalArgumentException("a sketch has 1 to " + MapDefinition.MAX_HASH_FUNCTIONS
                    + " hash functions: hashFunctions=" + map.hashFunctions());
        }
        if (map.isGlobalData()) {
            checkRange("global data", 1, MapDefinition.MAX_DATA_BYTES, "valueBytes", map.valueBytes());
            return;
        }
        switch (map.type()) {
            case ARRAY, PER_THREAD_ARRAY -> {
                if (map.keyBytes() != Integer.BYTES && map.keyBytes() != Long.BYTES) {
                    throw new IllegalArgumentException(
                            "key of an array must have 4 or 8 bytes: keyBytes=" + map.keyBytes());
                }
                checkValue(map);
            }
            case HASH, LRU_HASH, PER_THREAD_HASH -> {
                checkRange("key", 1, MapDefinition.MAX_KEY_BYTES, "keyBytes", map.keyBytes());
                checkValue(map);
            }
            case LPM_TRIE -> {
                checkRange("key of a trie", 5, Integer.BYTES + 256, "keyBytes", map.keyBytes());
                checkValue(map);
            }
            case QUEUE, STACK -> {
                checkRange("key of a " + map.type().label(), 0, 0, "keyBytes", map.keyBytes());
                checkValue(map);
            }
            case BLOOM_FILTER, COUNT_MIN -> { // Oko's have a key size, which means nothing
                checkRange("key of a sketch", 0, MapDefinition.MAX_KEY_BYTES, "keyBytes", map.keyBytes());
                checkValue(map);
            }
            case PROGRAM_ARRAY -> {
                checkRange("key of a program array", 4, 4, "keyBytes", map.keyBytes());
                checkRange("value of a program array", 4, 4, "valueBytes", map.valueBytes());
            }
            case RING_BUFFER -> {
                checkRange("key of a ring buffer", 0, 0, "keyBytes", map.keyBytes());
                checkRange("value of a ring buffer", 0, 0, "valueBytes", map.valueBytes());
                if (Integer.bitCount(map.maxEntries()) != 1 || map.maxEntries() < 4096) {
                    throw new IllegalArgumentException(
                            "a ring buffer's size must be a power of two, 4096 or more: maxEntries="
                                    + map.maxEntries());
                }
            }
        }
    }

    private static void checkValue(MapDefinition map) {
        checkRange("value", 1, MapDefinition.MAX_VALUE_BYTES, "valueBytes", map.valueBytes());
    }

    private static void checkRange(String what, int least, int most, String name, int value) {
        if (value < least || value > most) {
            String bytes = least == most ? Integer.toString(least) : least + " to " + most;
            throw new IllegalArgumentException(what + " must have " + bytes + " bytes: " + name + "=" + value);
        }
    }
}
