package okko.switchd.datapath;

import okko.switchd.packet.Batch;

/**
 * How a datapath works.
 *
 * @param thread   number of its thread, from 0 up
 * @param cache    what it remembers
 * @param hashSeed secret of this run, for the hashes of caches and groups, the same for all threads; from a random
 *                 source, but for tests
 * @param batch    most packets to take from a port at a time, 1 to {@link Batch#CAPACITY}
 */
public record DatapathConfig(int thread, CacheConfig cache, long hashSeed, int batch) {

    /**
     * Configures a datapath that takes as many packets as there are.
     *
     * @param thread   number of its thread
     * @param cache    what it remembers
     * @param hashSeed secret of this run
     */
    public DatapathConfig(int thread, CacheConfig cache, long hashSeed) {
        this(thread, cache, hashSeed, Batch.CAPACITY);
    }
}
