package okko.bpf.map;

import static okko.bpf.map.Buffer.intBytes;
import static okko.bpf.map.Buffer.intOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueMapTest {

    private static final byte[] NO_KEY = {};

    @Test
    void shouldHandOutTheOldestItemFirstWhenItIsAQueue() {
        try (BpfMap map = map(MapType.QUEUE, 3); var item = Buffer.ofInt(0)) {
            push(map, 1, 2, 3);
            assertThat(map.peek(item.address())).isEqualTo(BpfMap.OK);
            assertThat(intOf(item.bytes())).isEqualTo(1);
            assertThat(drained(map)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldHandOutTheNewestItemFirstWhenItIsAStack() {
        try (BpfMap map = map(MapType.STACK, 3); var item = Buffer.ofInt(0)) {
            push(map, 1, 2, 3);
            assertThat(map.peek(item.address())).isEqualTo(BpfMap.OK);
            assertThat(intOf(item.bytes())).isEqualTo(3);
            assertThat(drained(map)).containsExactly(3, 2, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void shouldZeroTheBufferWhenThereIsNothingToPop(MapType type) {
        try (BpfMap map = map(type, 3); var item = Buffer.ofInt(-1)) {
            assertThat(map.pop(item.address())).isEqualTo(-2);
            assertThat(intOf(item.bytes())).isZero();
            item.set(intBytes(-1));
            assertThat(map.peek(item.address())).isEqualTo(-2);
            assertThat(intOf(item.bytes())).isZero();
        }
    }

    @Test
    void shouldDropTheOldestItemOnlyWhenTheFlagSaysSo() {
        for (MapType type : List.of(MapType.QUEUE, MapType.STACK)) {
            try (BpfMap map = map(type, 2); var item = Buffer.ofInt(3)) {
                push(map, 1, 2);
                assertThat(map.push(item.address(), BpfMap.ANY)).isEqualTo(-7);
                assertThat(map.push(item.address(), BpfMap.ONLY_REPLACE)).isEqualTo(BpfMap.OK);
                assertThat(map.size()).isEqualTo(2);
                assertThat(drained(map)).containsExactlyInAnyOrder(2, 3);
                assertThat(map.push(item.address(), BpfMap.ONLY_ADD)).isEqualTo(-22);
                assertThat(map.push(item.address(), 4)).isEqualTo(-22);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void shouldBehaveAsAJavaDequeWhenItemsComeAndGo(MapType type) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new ArrayDeque<Integer>();
        try (BpfMap map = map(type, 7); var item = Buffer.ofInt(0)) {
            for (int step = 0; step < 20_000; step++) {
                if (random.nextInt(5) < 3) {
                    long flags = random.nextInt(4) == 0 ? BpfMap.ONLY_REPLACE : BpfMap.ANY;
                    boolean isFull = expected.size() == 7;
                    item.set(intBytes(step));
                    assertThat(map.push(item.address(), flags)).as("seed %d", seed)
                            .isEqualTo(isFull && flags == BpfMap.ANY ? BpfMap.FULL : BpfMap.OK);
                    if (isFull && flags == BpfMap.ONLY_REPLACE) {
                        expected.removeFirst();
                    }
                    if (!isFull || flags == BpfMap.ONLY_REPLACE) {
                        expected.addLast(step);
                    }
                } else {
                    Integer next = type == MapType.QUEUE ? expected.pollFirst() : expected.pollLast();
                    assertThat(map.pop(item.address())).as("seed %d", seed)
                            .isEqualTo(next == null ? BpfMap.NO_ENTRY : BpfMap.OK);
                    assertThat(intOf(item.bytes())).as("seed %d", seed).isEqualTo(next == null ? 0 : next);
                }
                assertThat(map.size()).as("seed %d", seed).isEqualTo(expected.size());
            }
        }
    }

    @Test
    void shouldServeControlThreadsByTheEmptyKey() {
        try (BpfMap map = map(MapType.QUEUE, 3)) {
            assertThat(map.get(NO_KEY)).isNull();
            assertThat(map.put(NO_KEY, intBytes(5))).isEqualTo(BpfMap.OK);
            assertThat(map.put(NO_KEY, intBytes(6))).isEqualTo(BpfMap.OK);
            assertThat(map.get(NO_KEY)).isEqualTo(intBytes(5));
            var shown = new ArrayList<Integer>();
            map.forEach((key, value) -> shown.add(intOf(value)));
            assertThat(shown).containsExactly(5, 6);
            assertThat(map.remove(NO_KEY)).isEqualTo(BpfMap.OK);
            assertThat(map.get(NO_KEY)).isEqualTo(intBytes(6));
        }
    }

    @Test
    void shouldShowOneQueueToAllWhoMapItsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("queue");
        try (BpfMap here = Maps.share(definition(MapType.QUEUE, 3), 1, file); BpfMap there = Maps.open(file)) {
            push(here, 1, 2);
            assertThat(there.size()).isEqualTo(2);
            assertThat(drained(there)).containsExactly(1, 2);
            assertThat(here.size()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void shouldHandOutEachItemOnceWhenManyThreadsPushAndPop(MapType type) throws Exception {
        int items = 20_000;
        var next = new AtomicInteger();
        var popped = new AtomicInteger();
        try (BpfMap map = map(type, 5); var threads = Executors.newFixedThreadPool(4)) {
            Callable<List<Integer>> pushing = () -> {
                try (var item = Buffer.ofInt(0)) {
                    for (int i = next.getAndIncrement(); i < items; i = next.getAndIncrement()) {
                        item.set(intBytes(i));
                        while (map.push(item.address(), BpfMap.ANY) != BpfMap.OK) {
                            Thread.onSpinWait();
                        }
                    }
                    return List.of();
                }
            };
            Callable<List<Integer>> popping = () -> {
                var mine = new ArrayList<Integer>();
                try (var item = Buffer.ofInt(0)) {
                    while (popped.get() < items) {
                        if (map.pop(item.address()) == BpfMap.OK) {
                            popped.incrementAndGet();
                            mine.add(intOf(item.bytes()));
                        }
                    }
                }
                return mine;
            };
            var all = new ArrayList<Integer>();
            for (Future<List<Integer>> future : threads.invokeAll(List.of(pushing, pushing, popping, popping))) {
                all.addAll(future.get());
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, items).boxed().toList());
        }
    }

    @Test
    void shouldKeepItemsWhereThePageSays() {
        try (BpfMap map = Maps.create(new MapDefinition("q", MapType.QUEUE, 0, 5, 2), 1)) {
            for (int i = 1; i <= 3; i++) {
                map.put(NO_KEY, new byte[] {(byte) i, 0, 0, 0, 9});
                map.remove(NO_KEY);
            }
            map.put(NO_KEY, new byte[] {4, 0, 0, 0, 9});
            long at = map.memory().address();
            assertThat(UnsafeApi.getLong(at + 256)).isEqualTo(3);
            assertThat(UnsafeApi.getLong(at + 264)).isEqualTo(4);
            assertThat(UnsafeApi.getInt(at + 192)).isOne();
            assertThat(UnsafeApi.getInt(at + 320 + 8)).isEqualTo(4);
        }
    }

    /** Another process may write anything: items may be lost, but nothing leaves the memory or runs for ever. */
    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void shouldSurviveNonsenseInItsMemory(MapType type) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (BpfMap map = map(type, 7)) {
            for (int round = 0; round < 2_000; round++) {
                long at = map.memory().address() + List.of(192, 256, 264).get(random.nextInt(3));
                UnsafeApi.putLong(at, random.nextLong() >> random.nextInt(64));
                map.put(NO_KEY, intBytes(round));
                map.forEach((_, _) -> { });
                map.remove(NO_KEY);
                assertThat(map.size()).as("seed %d", seed).isBetween(0, 7);
            }
        }
    }

    @Test
    void shouldRefuseAKey() {
        assertThatThrownBy(() -> new MapDefinition("q", MapType.QUEUE, 4, 4, 3))
                .hasMessage("key of a queue must have 0 bytes: keyBytes=4");
    }

    private static MapDefinition definition(MapType type, int maxEntries) {
        return new MapDefinition("q", type, 0, 4, maxEntries);
    }

    private static BpfMap map(MapType type, int maxEntries) {
        return Maps.create(definition(type, maxEntries), 1);
    }

    private static void push(BpfMap map, int... items) {
        for (int item : items) {
            try (var buffer = Buffer.ofInt(item)) {
                assertThat(map.push(buffer.address(), BpfMap.ANY)).isEqualTo(BpfMap.OK);
            }
        }
    }

    private static List<Integer> drained(BpfMap map) {
        var items = new ArrayList<Integer>();
        try (var buffer = Buffer.ofInt(0)) {
            while (map.pop(buffer.address()) == BpfMap.OK) {
                items.add(intOf(buffer.bytes()));
            }
        }
        return items;
    }
}
