package okko.switchd.datapath;

/**
 * How a datapath works.
 *
 * @param cache    what stands before the classifier
 * @param hashSeed secret of this run, for the cache's hash; from a random source, but for tests
 */
public record DatapathConfig(CacheMode cache, long hashSeed) {}
