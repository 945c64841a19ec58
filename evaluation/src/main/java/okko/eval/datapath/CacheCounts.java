package okko.eval.datapath;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the datapath thread did with packets, as {@code okko ctl pmd stats} shows it.
 *
 * @param packets   that came out of ports
 * @param exactHits of them, found in the exact-match cache
 */
public record CacheCounts(long packets, long exactHits) {

    static final CacheCounts NONE = new CacheCounts(0, 0);

    /** {@return the sum over all datapath threads of an answer to {@code pmd stats}} */
    static CacheCounts of(JsonNode threads) {
        long packets = 0;
        long exactHits = 0;
        for (JsonNode thread : threads) {
            packets += thread.path("packets").asLong();
            exactHits += thread.path("cacheHits").asLong();
        }
        return new CacheCounts(packets, exactHits);
    }

    /** {@return both together} */
    CacheCounts plus(CacheCounts other) {
        return new CacheCounts(packets + other.packets, exactHits + other.exactHits);
    }

    /** {@return what was counted since} */
    CacheCounts since(CacheCounts before) {
        return new CacheCounts(packets - before.packets, exactHits - before.exactHits);
    }
}
