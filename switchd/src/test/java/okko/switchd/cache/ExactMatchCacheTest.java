package okko.switchd.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import okko.switchd.flow.FlowKey;
import org.junit.jupiter.api.Test;

class ExactMatchCacheTest {

    private final ExactMatchCache<String> cache = new ExactMatchCache<>(42);

    @Test
    void shouldFindValueWhenKeyWasPut() {
        cache.put(cache.hash(key(5)), key(5), "five");
        assertThat(cache.find(cache.hash(key(5)), key(5))).isEqualTo("five");
        assertThat(cache.find(cache.hash(key(6)), key(6))).isNull();
    }

    @Test
    void shouldFindNothingWhenHashIsEqualButKeyIsNot() {
        long hash = cache.hash(key(5));
        cache.put(hash, key(5), "five");
        assertThat(cache.find(hash, key(6))).isNull();
    }

    @Test
    void shouldKeepTwoKeysWhenTheirHashesAreEqual() {
        long hash = 0x0123_4567_89ab_cdefL;
        cache.put(hash, key(1), "one");
        cache.put(hash, key(2), "two");
        assertThat(cache.find(hash, key(1))).isEqualTo("one");
        assertThat(cache.find(hash, key(2))).isEqualTo("two");
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        cache.put(cache.hash(key(5)), key(5), "five");
        cache.clear();
        assertThat(cache.find(cache.hash(key(5)), key(5))).isNull();
    }

    @Test
    void shouldFindRightValueOrNothingWhenKeysCrowdIt() {
        Random random = new Random(7);
        Map<Integer, String> values = new HashMap<>();
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            int number = random.nextInt(3 * ExactMatchCache.ENTRIES);
            long hash = cache.hash(key(number));
            String value = cache.find(hash, key(number));
            if (value == null) {
                values.put(number, "value " + number);
                cache.put(hash, key(number), values.get(number));
            } else {
                assertThat(value).isEqualTo("value " + number);
                found++;
            }
        }
        assertThat(found).isBetween(30_000, 120_000);
    }

    @Test
    void shouldHoldMostKeysWhenAsManyAsHalfItsEntriesArePut() {
        for (int number = 0; number < ExactMatchCache.ENTRIES / 2; number++) {
            cache.put(cache.hash(key(number)), key(number), "value");
        }
        int kept = 0;
        for (int number = 0; number < ExactMatchCache.ENTRIES / 2; number++) {
            kept += cache.find(cache.hash(key(number)), key(number)) != null ? 1 : 0;
        }
        assertThat(kept).isGreaterThan(ExactMatchCache.ENTRIES * 4 / 10);
    }

    private static long[] key(int number) {
        long[] key = new long[FlowKey.WORDS];
        key[FlowKey.ADDRESSES] = 0x0a000000_0a000000L + number;
        return key;
    }
}
