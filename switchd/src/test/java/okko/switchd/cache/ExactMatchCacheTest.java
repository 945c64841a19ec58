package okko.switchd.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.switchd.flow.FlowKey;
import org.junit.jupiter.api.Test;

class ExactMatchCacheTest {

    private static final long GENERATION = 1;
    private static final int WORD = FlowKey.WORDS - 1;

    private final ExactMatchCache<String> cache = new ExactMatchCache<>(42);
    private final MegaflowCache<String> flows = new MegaflowCache<>(42, 1_000_000);

    @Test
    void shouldFindFlowWhenKeyWasPut() {
        cache.put(key(5), flow(5), GENERATION);
        assertThat(cache.find(key(6))).isNull();
        assertThat(cache.find(key(5)).value()).isEqualTo("flow 5");
    }

    @Test
    void shouldFindFlowOfThePacketBeforeOnlyWhenItsKeyIsTheSame() {
        cache.put(key(5), flow(5), GENERATION);
        assertThat(cache.find(key(5)).value()).isEqualTo("flow 5");
        assertThat(cache.find(key(5)).value()).isEqualTo("flow 5");
        assertThat(cache.find(key(6))).isNull();
        assertThat(cache.find(key(6))).isNull();
        assertThat(cache.find(key(5)).value()).isEqualTo("flow 5");
    }

    @Test
    void shouldTakeKeysForOneWhenNoFlowLooksAtWhatDiffers() {
        CachedFlow<String> flow = flows.add(key(0x1234), mask(0xff00), "one", GENERATION, 0);
        cache.put(key(0x1234), flow, GENERATION);
        assertThat(cache.find(key(0x1299))).isSameAs(flow);
        assertThat(cache.find(key(0x9934))).isNull();
    }

    @Test
    void shouldTellKeysApartWhenAnotherFlowLooksAtWhatDiffers() {
        CachedFlow<String> wide = flows.add(key(0x1200), mask(0xff00), "wide", GENERATION, 0);
        CachedFlow<String> narrow = flows.add(key(0x9901), mask(0xff01), "narrow", GENERATION, 0);
        cache.put(key(0x1200), wide, GENERATION);
        cache.put(key(0x9901), narrow, GENERATION);
        assertThat(cache.find(key(0x9901))).isSameAs(narrow);
        assertThat(cache.find(key(0x9900))).isNull();
    }

    @Test
    void shouldLookAtFewerBitsAgainWhenFlowsThatLookedAtThemAreGone() {
        CachedFlow<String> wide = flows.add(key(0x1200), mask(0xff00), "wide", GENERATION, 0);
        CachedFlow<String> narrow = flows.add(key(0x9901), mask(0xff01), "narrow", GENERATION, 0);
        cache.put(key(0x9901), narrow, GENERATION);
        cache.put(key(0x1200), wide, GENERATION);
        assertThat(cache.find(key(0x1201))).isNull();

        flows.remove(narrow);
        cache.lookAtNoMoreThan(flows);
        cache.put(key(0x1200), wide, GENERATION);
        assertThat(cache.find(key(0x1201))).isSameAs(wide);
    }

    @Test
    void shouldFindRightFlowOrNoneWhenKeysCrowdIt() {
        int keys = 3 * ExactMatchCache.PLACES;
        CachedFlow<String>[] made = newFlows(keys);
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < 1_000_000; i++) {
            int number = random.nextInt(keys);
            CachedFlow<String> flow = cache.find(key(number));
            if (flow == null) {
                made[number] = made[number] == null ? flow(number) : made[number];
                cache.put(key(number), made[number], GENERATION);
            } else {
                assertThat(flow).isSameAs(made[number]);
                found++;
            }
        }
        assertThat(found).isBetween(200_000, 400_000);
    }

    @Test
    void shouldHoldMostKeysWhenAsManyAsHalfItsPlacesArePut() {
        int keys = ExactMatchCache.PLACES / 2;
        for (int number = 0; number < keys; number++) {
            cache.put(key(number), flow(number), GENERATION);
        }
        int kept = 0;
        for (int number = 0; number < keys; number++) {
            kept += cache.find(key(number)) != null ? 1 : 0;
        }
        assertThat(kept).isGreaterThan(keys * 8 / 10);
    }

    @Test
    void shouldTakeThePlaceOfFlowsThatHoldNoMoreWhenTablesHaveChanged() {
        int keys = 4 * ExactMatchCache.PLACES;
        for (int number = 0; number < keys; number++) {
            cache.put(key(number), flow(number), GENERATION);
        }
        int later = 2;
        for (int number = keys; number < keys + 1000; number++) {
            CachedFlow<String> flow = flows.add(key(number), mask(-1L), "later", later, 0);
            cache.put(key(number), flow, later);
        }
        for (int number = keys; number < keys + 1000; number++) {
            assertThat(cache.find(key(number)).value()).isEqualTo("later");
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static CachedFlow<String>[] newFlows(int count) {
        return new CachedFlow[count];
    }

    private CachedFlow<String> flow(int number) {
        return flows.add(key(number), mask(-1L), "flow " + number, GENERATION, 0);
    }

    private static long[] mask(long bits) {
        long[] mask = new long[FlowKey.WORDS];
        mask[WORD] = bits;
        return mask;
    }

    private static long[] key(int number) {
        return mask(number);
    }
}
