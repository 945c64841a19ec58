package okko.bpf.map;

import static okko.bpf.map.Buffer.intBytes;
import static okko.bpf.map.Buffer.intOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountMinMapTest {

    @ParameterizedTest
    @CsvSource({"1, 16", "2, 100", "4, 1000", "16, 64"})
    void shouldNeverCountTooFewAndSeldomMuchTooMany(int rows, int width) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<Integer, Integer> expected = new HashMap<>();
        int all = 20_000;
        try (BpfMap map = map(rows, width); var item = Buffer.ofInt(0)) {
            for (int i = 0; i < all; i++) {
                int number = (int) Math.abs(random.nextGaussian() * 300);
                map.push(item.set(intBytes(number)).address(), BpfMap.ANY);
                expected.merge(number, 1, Integer::sum);
            }
            int faulty = 0;
            for (var entry : expected.entrySet()) {
                int count = UnsafeApi.getInt(map.lookup(item.set(intBytes(entry.getKey())).address(), 0));
                assertThat(count).as("seed %d, item %d", seed, entry.getKey())
                        .isGreaterThanOrEqualTo(entry.getValue());
                faulty += count > entry.getValue() + Math.E / width * all ? 1 : 0;
            }
            // Theory: at most e^-rows of the items; the draw may double that and add a few.
            assertThat((double) faulty).as("seed %d", seed).isLessThan(2 * Math.exp(-rows) * expected.size() + 5);
            assertThat(map.size()).isEqualTo(all);
        }
    }

    /** Rows that overlapped, as Oko's do, would give one item's counters to another in the same row or the next. */
    @Test
    void shouldKeepCountersOfARowToItself() {
        try (BpfMap map = map(3, 10); var item = Buffer.ofInt(1)) {
            map.push(item.address(), BpfMap.ANY);
            long counters = map.memory().address() + 256 + 2 * 64;
            for (int row = 0; row < 3; row++) {
                int sum = 0;
                for (int column = 0; column < 10; column++) {
                    sum += UnsafeApi.getInt(counters + (row * 10L + column) * 4);
                }
                assertThat(sum).as("row %d", row).isOne();
            }
        }
    }

    @Test
    void shouldStayAtTheMostThatACounterHolds() {
        try (BpfMap map = map(2, 1); var item = Buffer.ofInt(1)) {
            long counters = map.memory().address() + 256 + 2 * 64;
            UnsafeApi.putInt(counters, -2);
            UnsafeApi.putInt(counters + 4, -2);
            map.push(item.address(), BpfMap.ANY);
            map.push(item.address(), BpfMap.ANY);
            assertThat(intOf(map.get(intBytes(1)))).isEqualTo(-1);
        }
    }

    @Test
    void shouldCountEachItemWhenThreadsCountTheSame() throws Exception {
        try (BpfMap map = map(4, 8); var threads = Executors.newFixedThreadPool(2)) {
            Callable<Void> counting = () -> {
                try (var item = Buffer.ofInt(5)) {
                    for (int i = 0; i < 50_000; i++) {
                        map.push(item.address(), BpfMap.ANY);
                    }
                }
                return null;
            };
            for (var counter : threads.invokeAll(List.of(counting, counting))) {
                counter.get();
            }
            assertThat(intOf(map.get(intBytes(5)))).isEqualTo(100_000);
        }
    }

    @Test
    void shouldOfferNothingElseToPrograms() {
        try (BpfMap map = map(4, 8); var item = Buffer.ofInt(5)) {
            assertThat(map.update(item.address(), item.address(), BpfMap.ANY, 0)).isEqualTo(-22);
            assertThat(map.delete(item.address())).isEqualTo(-22);
            assertThat(map.push(item.address(), BpfMap.ONLY_ADD)).isEqualTo(-22);
        }
    }

    private static BpfMap map(int rows, int width) {
        return Maps.create(new MapDefinition("counts", MapType.COUNT_MIN, 0, 4, width).withHashFunctions(rows), 2);
    }
}
