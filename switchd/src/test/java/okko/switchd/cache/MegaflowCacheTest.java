package okko.switchd.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okko.switchd.flow.FlowKey;
import org.junit.jupiter.api.Test;

class MegaflowCacheTest {

    private static final long GENERATION = 1;
    private static final int LIMIT = 1000;

    private final MegaflowCache<String> cache = new MegaflowCache<>(42, LIMIT);

    @Test
    void shouldFindFlowWhenKeyAgreesInTheBitsOfItsMask() {
        CachedFlow<String> flow = cache.add(key(0x1234, 5), mask(0xff00, 0), "flow", GENERATION, 0);
        assertThat(cache.find(key(0x12ff, 77))).isSameAs(flow);
        assertThat(cache.find(key(0x13ff, 5))).isNull();
        assertThat(flow.key()).isEqualTo(key(0x1200, 0));
        assertThat(flow.mask()).isEqualTo(mask(0xff00, 0));
    }

    @Test
    void shouldFindTheOneFlowWhenItLooksAtNothing() {
        CachedFlow<String> flow = cache.add(key(0x1234, 5), mask(0, 0), "all", GENERATION, 0);
        assertThat(cache.find(key(0, 0))).isSameAs(flow);
        assertThat(cache.find(key(-1, -1))).isSameAs(flow);
    }

    @Test
    void shouldAgreeWithAMapPerMaskWhenFlowsComeAndGo() {
        Random random = new Random(11);
        List<long[]> masks = List.of(mask(0xf, 0), mask(0, 0xff), mask(0x3, 0x3), mask(-1, -1));
        List<Map<String, CachedFlow<String>>> model = new ArrayList<>();
        masks.forEach(_ -> model.add(new HashMap<>()));
        for (int i = 0; i < 100_000; i++) {
            long[] key = key(random.nextInt(20), random.nextInt(20));
            CachedFlow<String> found = cache.find(key);
            boolean isKnown = false;
            for (int m = 0; m < masks.size(); m++) {
                CachedFlow<String> expected = model.get(m).get(text(key, masks.get(m)));
                isKnown |= expected != null;
                if (found == expected && found != null && random.nextInt(3) == 0) {
                    cache.remove(found);
                    assertThat(found.holdsFor(GENERATION)).isFalse();
                    model.get(m).remove(text(key, masks.get(m)));
                }
            }
            assertThat(found != null).as("step %d", i).isEqualTo(isKnown);
            if (found == null) {
                int m = random.nextInt(masks.size());
                model.get(m).put(text(key, masks.get(m)), cache.add(key, masks.get(m), "flow", GENERATION, i));
            }
            assertThat(cache.size()).isEqualTo(model.stream().mapToInt(Map::size).sum());
        }
    }

    @Test
    void shouldLetOldFlowsGoWhenThereAreTooMany() {
        for (int i = 0; i < 3 * LIMIT; i++) {
            cache.add(key(i, 0), mask(-1, 0), "flow " + i, GENERATION, i);
        }
        assertThat(cache.size()).isEqualTo(LIMIT);
        assertThat(cache.evictions()).isEqualTo(2 * LIMIT);
        int ofTheLast = 0;
        for (int i = 2 * LIMIT; i < 3 * LIMIT; i++) {
            ofTheLast += cache.find(key(i, 0)) != null ? 1 : 0;
        }
        assertThat(ofTheLast).isGreaterThan(LIMIT * 3 / 4);
    }

    @Test
    void shouldKeepFlowInUseWhenAnAttackerFillsTheCache() {
        CachedFlow<String> used = cache.add(key(-1, 0), mask(-1, 0), "used", GENERATION, 0);
        for (int i = 0; i < 20 * LIMIT; i++) {
            used.count(64, i);
            cache.add(key(i, 0), mask(-1, 0), "flood", GENERATION, i);
            if (used.holdsFor(GENERATION)) {
                continue;
            }
            throw new AssertionError("gone at " + i);
        }
        assertThat(cache.find(key(-1, 0))).isSameAs(used);
    }

    @Test
    void shouldLetTheLeastUsedMaskGoWhenThereAreTooMany() {
        for (int i = 0; i < MegaflowCache.MAX_MASKS; i++) {
            cache.add(key(-1, i), mask(~(long) i, -1), "flow", GENERATION, 0);
            for (int hits = 0; hits < (i == 17 ? 0 : 3); hits++) {
                assertThat(cache.find(key(-1, i))).isNotNull();
            }
        }
        assertThat(cache.maskCount()).isEqualTo(MegaflowCache.MAX_MASKS);
        cache.add(key(-1, 1000), mask(1, -1), "new", GENERATION, 0);
        assertThat(cache.maskCount()).isEqualTo(MegaflowCache.MAX_MASKS);
        assertThat(cache.maskEvictions()).isEqualTo(1);
        assertThat(cache.find(key(-1, 17))).isNull();
        assertThat(cache.find(key(-1, 16))).isNotNull();
        assertThat(cache.size()).isEqualTo(MegaflowCache.MAX_MASKS);
    }

    @Test
    void shouldSearchBusyMasksFirstWhenSomeAreBusierThanOthers() {
        for (int i = 0; i < 50; i++) {
            cache.add(key(i, -1), mask(-1, 1L << i), "flow", GENERATION, 0);
        }
        for (int i = 0; i < 100_000; i++) {
            cache.find(key(49, -1));
        }
        long before = cache.masksSearched();
        for (int i = 0; i < 1000; i++) {
            cache.find(key(49, -1));
        }
        assertThat(cache.masksSearched() - before).isEqualTo(1000);
    }

    @Test
    void shouldRemoveIdleFlowsWhenSweptOftenEnough() {
        for (int i = 0; i < 500; i++) {
            cache.add(key(i, i), i % 2 == 0 ? mask(-1, 0) : mask(0, -1), "flow", GENERATION, i);
        }
        for (int sweeps = 0; sweeps < 200; sweeps++) {
            cache.sweep(16, flow -> flow.usedNs() >= 400);
        }
        assertThat(cache.size()).isEqualTo(100);
        for (int i = 0; i < 500; i++) {
            assertThat(cache.find(key(i, i)) != null).as("flow %d", i).isEqualTo(i >= 400);
        }
    }

    @Test
    void shouldForgetMasksWhenTheirFlowsAreGone() {
        for (int i = 0; i < 40; i++) {
            cache.add(key(i, -1), mask(-1, 1L << i), "flow", GENERATION, i);
        }
        cache.sweep(40 * 8, flow -> flow.usedNs() >= 30);
        assertThat(cache.size()).isEqualTo(10);
        assertThat(cache.maskCount()).isEqualTo(10);
        cache.sweep(1000, _ -> false);
        assertThat(cache.size()).isZero();
        assertThat(cache.maskCount()).isZero();
    }

    @Test
    void shouldNotFindFlowsWhenCleared() {
        CachedFlow<String> flow = cache.add(key(1, 1), mask(-1, -1), "flow", GENERATION, 0);
        cache.clear();
        assertThat(cache.find(key(1, 1))).isNull();
        assertThat(flow.holdsFor(GENERATION)).isFalse();
    }

    private static String text(long[] key, long[] mask) {
        return (key[0] & mask[0]) + " " + (key[FlowKey.WORDS - 1] & mask[FlowKey.WORDS - 1]);
    }

    private static long[] mask(long first, long last) {
        long[] mask = new long[FlowKey.WORDS];
        mask[0] = first;
        mask[FlowKey.WORDS - 1] = last;
        return mask;
    }

    private static long[] key(long first, long last) {
        return mask(first, last);
    }
}
