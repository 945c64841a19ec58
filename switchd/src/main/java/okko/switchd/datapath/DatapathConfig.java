package okko.switchd.datapath;

/**
 * How a datapath works.
 *
 * @param thread   number of its thread, from 0 up
 * @param cache    what it remembers
 * @param hashSeed secret of this run, for the hashes of the caches; from a random source, but for tests
 */
public record DatapathConfig(int thread, CacheConfig cache, long hashSeed) {}
