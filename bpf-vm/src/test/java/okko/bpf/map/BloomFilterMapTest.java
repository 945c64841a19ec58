package okko.bpf.map;

import static okko.bpf.map.Buffer.intBytes;
import static okko.bpf.map.Buffer.intOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BloomFilterMapTest {

    private static final int ITEMS = 20_000;
    private static final int FOREIGN = 200_000;

    /** As many items as the filter was made for: theory says that a fraction of 2^-k of the others is mistaken. */
    @ParameterizedTest
    @CsvSource({"1, 4", "2, 4", "5, 4", "8, 4", "5, 8", "5, 13", "5, 40"})
    void shouldErrAsOftenAsTheorySaysAndNeverDenyAnItem(int hashFunctions, int itemBytes) {
        try (BpfMap map = map(itemBytes, ITEMS, hashFunctions); var item = new Buffer(new byte[itemBytes])) {
            for (int i = 0; i < ITEMS; i++) {
                map.push(item.set(intBytes(i)).address(), BpfMap.ANY);
            }
            int denied = 0;
            for (int i = 0; i < ITEMS; i++) {
                denied += map.peek(item.set(intBytes(i)).address()) == BpfMap.OK ? 0 : 1;
            }
            assertThat(denied).isZero();
            int mistaken = 0;
            for (int i = ITEMS; i < ITEMS + FOREIGN; i++) {
                mistaken += map.peek(item.set(intBytes(i)).address()) == BpfMap.OK ? 1 : 0;
            }
            double expected = Math.pow(2, -hashFunctions) * FOREIGN;
            // Five standard deviations of the draw, and what the filter happens to be fuller or emptier than one half.
            double tolerance = 5 * Math.sqrt(expected) + 0.02 * hashFunctions * expected;
            assertThat((double) mistaken).isCloseTo(expected, within(tolerance));
            assertThat((double) map.size()).isCloseTo(ITEMS, within(0.03 * ITEMS));
        }
    }

    @Test
    void shouldSayNoEntryWhenAnItemWasNeverAdded() {
        try (BpfMap map = map(4, 100, 0); var item = Buffer.ofInt(7)) {
            assertThat(map.peek(item.address())).isEqualTo(-2);
            assertThat(map.push(item.address(), BpfMap.ONLY_REPLACE)).isEqualTo(-22);
            assertThat(map.push(item.address(), BpfMap.ANY)).isZero();
            assertThat(map.peek(item.address())).isZero();
            assertThat(item.bytes()).isEqualTo(intBytes(7));
            assertThat(map.pop(item.address())).isEqualTo(-22);
        }
    }

    /** As Oko's programs ask: the answer is a number that a pointer leads to, and never null. */
    @Test
    void shouldLeaveTheAnswerToALookupInTheThreadsOwnCell() {
        try (BpfMap map = map(4, 100, 3); var item = Buffer.ofInt(7)) {
            long no = map.lookup(item.address(), 0);
            map.push(item.address(), BpfMap.ANY);
            long yes = map.lookup(item.address(), 1);
            assertThat(UnsafeApi.getInt(no)).isZero();
            assertThat(UnsafeApi.getInt(yes)).isOne();
            assertThat(map.ownsValueBytes(yes, 4)).isTrue();
            assertThat(map.ownsValueBytes(yes, 5)).isFalse();
            assertThat(map.ownsValueBytes(yes + 60, 8)).isFalse();
            assertThat(map.ownsValueBytes(no - 1, 1)).isFalse();
            assertThat(map.lookup(item.address(), 0)).isEqualTo(no);
        }
    }

    @Test
    void shouldServeControlThreadsByItems() {
        try (BpfMap map = map(4, 100, 3)) {
            assertThat(intOf(map.get(intBytes(9)))).isZero();
            assertThat(map.put(new byte[0], intBytes(9))).isEqualTo(BpfMap.OK);
            assertThat(intOf(map.get(intBytes(9)))).isOne();
            assertThat(map.remove(new byte[0])).isEqualTo(-22);
            assertThatThrownBy(() -> map.get(new byte[3])).hasMessage("item must have 4 bytes: length=3");
        }
    }

    @Test
    void shouldLoseNoBitWhenThreadsAddToTheSameWords() throws Exception {
        try (BpfMap map = map(4, 1_000, 4); var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> adders = List.of(adder(map, 0), adder(map, 1));
            for (var adder : threads.invokeAll(adders)) {
                adder.get();
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(intOf(map.get(intBytes(i)))).isOne();
            }
        }
    }

    private static Callable<Void> adder(BpfMap map, int first) {
        return () -> {
            try (var item = Buffer.ofInt(0)) {
                for (int i = first; i < 1_000; i += 2) {
                    map.push(item.set(intBytes(i)).address(), BpfMap.ANY);
                }
            }
            return null;
        };
    }

    private static BpfMap map(int itemBytes, int maxEntries, int hashFunctions) {
        return Maps.create(new MapDefinition("seen", MapType.BLOOM_FILTER, 0, itemBytes, maxEntries)
                .withHashFunctions(hashFunctions), 2);
    }
}
