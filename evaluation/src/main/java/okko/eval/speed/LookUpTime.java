package okko.eval.speed;

import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.map.Maps;
import org.agrona.UnsafeApi;

/** Times look-ups in a full hash map: 16-byte keys among 100,000 entries, in an order that no prefetcher guesses. */
public final class LookUpTime {

    private static final int ENTRIES = 100_000;
    private static final int KEY_BYTES = 16;

    /** Has no divisor in common with the number of entries. */
    private static final int STEP = 40_503;
    private static final int ROUNDS = 200;

    private LookUpTime() {}

    /** {@return nanoseconds per look-up in the best of {@value #ROUNDS} rounds of all keys} */
    public static double bestNs() {
        long keys = UnsafeApi.allocateMemory((long) ENTRIES * KEY_BYTES);
        UnsafeApi.setMemory(keys, (long) ENTRIES * KEY_BYTES, (byte) 0);
        try (BpfMap map = Maps.create(
                new MapDefinition("connections", MapType.HASH, KEY_BYTES, Long.BYTES, ENTRIES), 1)) {
            for (int i = 0; i < ENTRIES; i++) {
                long key = keys + (long) i * KEY_BYTES;
                UnsafeApi.putInt(key, i);
                UnsafeApi.putInt(key + Long.BYTES, i * STEP);
                map.update(key, key, BpfMap.ANY, 0);
            }
            double bestNs = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                bestNs = Math.min(bestNs, (double) roundNs(map, keys) / ENTRIES);
            }
            return bestNs;
        } finally {
            UnsafeApi.freeMemory(keys);
        }
    }

    private static long roundNs(BpfMap map, long keys) {
        long start = System.nanoTime();
        int found = 0;
        int next = 0;
        for (int i = 0; i < ENTRIES; i++) {
            next += STEP;
            if (next >= ENTRIES) {
                next -= ENTRIES;
            }
            if (map.lookup(keys + (long) next * KEY_BYTES, 0) != 0) {
                found++;
            }
        }
        long tookNs = System.nanoTime() - start;
        if (found != ENTRIES) {
            throw new IllegalStateException("of " + ENTRIES + " keys only " + found + " were found");
        }
        return tookNs;
    }
}
