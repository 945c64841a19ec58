package okko.eval.datapath;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the caches did, as {@code okko ctl pmd stats} shows it.
 *
 * @param packets       that came out of ports
 * @param exactHits     of them, found in the exact-match cache
 * @param megaflowHits  found among masked keys
 * @param misses        found in neither
 * @param masksSearched masks tried, for all packets that were looked for among masked keys
 */
public record CacheCounts(long packets, long exactHits, long megaflowHits, long misses, long masksSearched) {

    static final CacheCounts NONE = new CacheCounts(0, 0, 0, 0, 0);

    /** {@return the sum over all datapath threads of an answer to {@code pmd stats}} */
    static CacheCounts of(JsonNode threads) {
        CacheCounts sum = NONE;
        for (JsonNode thread : threads) {
            sum = sum.plus(new CacheCounts(thread.path("packets").asLong(), thread.path("exactHits").asLong(),
                    thread.path("megaflowHits").asLong(), thread.path("misses").asLong(),
                    thread.path("masksSearched").asLong()));
        }
        return sum;
    }

    /** {@return both together} */
    CacheCounts plus(CacheCounts other) {
        return new CacheCounts(packets + other.packets, exactHits + other.exactHits,
                megaflowHits + other.megaflowHits, misses + other.misses, masksSearched + other.masksSearched);
    }

    /** {@return what was counted since} */
    CacheCounts since(CacheCounts before) {
        return new CacheCounts(packets - before.packets, exactHits - before.exactHits,
                megaflowHits - before.megaflowHits, misses - before.misses, masksSearched - before.masksSearched);
    }
}
