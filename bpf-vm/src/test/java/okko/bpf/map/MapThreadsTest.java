package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two writers and a reader at once, on maps so small that entries wander between chains while they are looked at. */
class MapThreadsTest {

    private static final int STEPS = 20_000;

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PER_THREAD_HASH"})
    void shouldAlwaysFindAKeyThatStaysWhileOthersComeAndGo(MapType type) throws Exception {
        try (BpfMap map = Maps.create(new MapDefinition("m", type, 4, 8, 16), 1)) {
            map.put(number(1000), value(1000));

            long missed = whileChanging(
                    () -> map.get(number(1000)) == null ? 1 : 0, i -> change(map, i), i -> change(map, i));

            assertThat(missed).isZero();
            assertThat(map.get(number(1000))).isEqualTo(value(1000));
            var shown = new ArrayList<Integer>();
            map.forEach((key, value) -> {
                shown.add(numberOf(key));
                assertThat(value).isEqualTo(value(numberOf(key)));
            });
            assertThat(shown).doesNotHaveDuplicates().hasSize(map.size()).contains(1000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "LRU_HASH", "PER_THREAD_HASH"})
    void shouldNeverShowAValueUnderAForeignKey(MapType type) throws Exception {
        try (BpfMap map = Maps.create(new MapDefinition("m", type, 4, 8, 8), 1)) {
            long foreign = whileChanging(() -> {
                int[] wrong = {0};
                map.forEach((key, value) -> wrong[0] += numberOf(value) == numberOf(key) ? 0 : 1);
                byte[] value = map.get(number(3));
                return wrong[0] + (value == null || numberOf(value) == 3 ? 0 : 1);
            }, i -> change(map, i), i -> change(map, i + 5));

            assertThat(foreign).isZero();
            assertThat(map.size()).isBetween(0, 8);
        }
    }

    @Test
    void shouldTakeEveryEntryWhenTwoThreadsOverflowALeastRecentlyUsedMap() throws Exception {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LRU_HASH, 4, 8, 256), 1)) {
            whileChanging(
                    () -> map.get(number(1)) == null ? 1 : 0,
                    i -> assertThat(map.put(number(i), value(i))).isEqualTo(BpfMap.OK),
                    i -> {
                        Memory.lookup(map, number(i), 0);
                        assertThat(map.put(number(-i), value(-i))).isEqualTo(BpfMap.OK);
                    });
            assertThat(map.size()).isEqualTo(256);
        }
    }

    /** One of /8 and /24 is there at any time: the second comes before the first goes, and the other way round. */
    @Test
    void shouldAlwaysFindAPrefixWhileShortAndLongOnesTakeTurns() throws Exception {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LPM_TRIE, 8, 8, 16), 1)) {
            map.put(prefix(8, 10), value(8));
            long missed = whileChanging(() -> map.get(prefix(32, 10)) == null
                            || Memory.lookup(map, prefix(32, 10), 0) == 0 ? 1 : 0,
                    i -> {
                        map.put(prefix(24, 10), value(24));
                        map.remove(prefix(8, 10));
                        map.put(prefix(8, 10), value(8));
                        map.remove(prefix(24, 10));
                    },
                    i -> {
                        map.put(prefix(8 + i % 6, 11), value(11));
                        map.remove(prefix(8 + i % 4, 11));
                    });
            assertThat(missed).isZero();
        }
    }

    private static void change(BpfMap map, int step) {
        int key = step * 7 % 20;
        if (step % 3 == 0) {
            map.remove(number(key));
        } else {
            map.put(number(key), value(key));
        }
    }

    private interface Step {
        void run(int step);
    }

    /** Sums what the reader counts until both writers have made their steps. */
    private static long whileChanging(Callable<Integer> reader, Step first, Step second) throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            var isDone = new AtomicBoolean();
            Future<Long> counted = threads.submit(() -> {
                long sum = 0;
                while (!isDone.get()) {
                    sum += reader.call();
                }
                return sum;
            });
            List<Future<?>> writers = List.of(threads.submit(() -> steps(first)), threads.submit(() -> steps(second)));
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                isDone.set(true);
            }
            return counted.get();
        }
    }

    private static void steps(Step step) {
        for (int i = 0; i < STEPS; i++) {
            step.run(i);
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static int numberOf(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
    }

    private static byte[] value(int number) {
        return ByteBuffer.allocate(8).putLong(0x0101_0101_0000_0000L | Integer.toUnsignedLong(number)).array();
    }

    private static byte[] prefix(int bits, int network) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(bits).put((byte) network).array();
    }
}
