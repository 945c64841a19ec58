package okko.switchd.datapath;

/**
 * How a datapath works.
 *
 * @param thread   number of its thread, from 0 up
 * @param cache    what stands before the classifier
 * @param hashSeed secret of this run, for the cache's hash; from a random source, but for tests
 */
public record DatapathConfig(int thread, CacheMode cache, long hashSeed) {}
