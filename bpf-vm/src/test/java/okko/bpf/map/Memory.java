package okko.bpf.map;

/** Calls a map by addresses, as programs do. */
final class Memory {

    private Memory() {}

    static long lookup(BpfMap map, byte[] key, int thread) {
        try (var copy = ControlMemory.of(map.definition(), key)) {
            return map.lookup(copy.key(), thread);
        }
    }

    static long update(BpfMap map, byte[] key, byte[] value, long flags, int thread) {
        try (var copy = ControlMemory.of(map.definition(), key, value)) {
            return map.update(copy.key(), copy.value(), flags, thread);
        }
    }
}
