package okko.switchd.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import okko.switchd.flow.FlowKey;
import org.junit.jupiter.api.Test;

/**
 * B13 of the bad packets: keys that crowd one place of a hash table. They can be chosen by who knows the seed, as these
 * tests do, and by nobody else: it is drawn anew at each start.
 */
class HashFloodTest {

    private static final long GENERATION = 1;
    private static final long KNOWN_SEED = 42;
    private static final long OTHER_SEED = 43;
    private static final int KEYS = 100;
    private static final int PLACE = 0xffff;

    private final long[] addresses = new long[FlowKey.WORDS];
    private final List<long[]> crowd;

    HashFloodTest() {
        addresses[FlowKey.ADDRESSES] = -1;
        KeyMask known = new KeyMask(addresses, KNOWN_SEED);
        crowd = IntStream.iterate(0, i -> i + 1).mapToObj(HashFloodTest::key)
                .filter(key -> (known.hash(key) & PLACE) == 0).limit(KEYS).toList();
    }

    private static long[] key(int number) {
        long[] key = new long[FlowKey.WORDS];
        key[FlowKey.ADDRESSES] = number;
        return key;
    }

    @Test
    void shouldFindEachFlowWhenTheirKeysCrowdOnePlace() {
        MegaflowCache<String> megaflows = new MegaflowCache<>(KNOWN_SEED, KEYS);
        List<CachedFlow<String>> flows = crowd.stream()
                .map(key -> megaflows.add(key, addresses, "flow", GENERATION, 0)).toList();
        for (int i = 0; i < KEYS; i++) {
            assertThat(megaflows.find(crowd.get(i))).isSameAs(flows.get(i));
        }
        for (int i = 0; i < KEYS; i += 2) {
            megaflows.remove(flows.get(i));
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(megaflows.find(crowd.get(i))).isSameAs(i % 2 == 0 ? null : flows.get(i));
        }
    }

    /** It looks at two places for a key, whatever lies there: who crowds one of them gets less, and slows nobody. */
    @Test
    void shouldFindNoWrongFlowInTheExactMatchCacheWhenKeysCrowdOnePlace() {
        MegaflowCache<String> megaflows = new MegaflowCache<>(KNOWN_SEED, KEYS);
        ExactMatchCache<String> exactMatches = new ExactMatchCache<>(KNOWN_SEED);
        List<CachedFlow<String>> flows = crowd.stream()
                .map(key -> megaflows.add(key, addresses, "flow", GENERATION, 0)).toList();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(exactMatches.find(crowd.get(i))).isIn(flows.get(i), null);
                exactMatches.put(crowd.get(i), flows.get(i), GENERATION);
                assertThat(exactMatches.find(crowd.get(i))).isSameAs(flows.get(i));
            }
        }
    }

    @Test
    void shouldSpreadTheSameKeysWhenTheSeedIsAnother() {
        KeyMask other = new KeyMask(addresses, OTHER_SEED);
        assertThat(crowd.stream().mapToLong(key -> other.hash(key) & PLACE).distinct().count())
                .isGreaterThan(KEYS - 5);
        assertThat(crowd.stream().mapToLong(key -> other.hash(key) >>> 16 & PLACE).distinct().count())
                .isGreaterThan(KEYS - 5);
    }
}
