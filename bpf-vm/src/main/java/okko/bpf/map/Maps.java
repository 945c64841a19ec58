package okko.bpf.map;

/** Makes maps. */
public final class Maps {

    private Maps() {}

    /**
     * Makes an empty map in private memory.
     *
     * @param definition what is wanted
     * @param threads    how many threads have copies of per-thread values, 1 or more
     * @return the map, to be closed
     */
    public static BpfMap create(MapDefinition definition, int threads) {
        return switch (definition.type()) {
            case ARRAY -> new ArrayMap(definition);
            case HASH -> new HashMap(definition);
            case LRU_HASH, LPM_TRIE, PER_THREAD_ARRAY, PER_THREAD_HASH, QUEUE, STACK, BLOOM_FILTER, COUNT_MIN,
                    PROGRAM_ARRAY, RING_BUFFER ->
                throw new IllegalArgumentException("maps of type " + definition.type().label() + " are not supported");
        };
    }
}
