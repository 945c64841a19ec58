package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerThreadMapTest {

    private static final int THREADS = 3;
    private static final int STRIDE_BYTES = 8;

    @ParameterizedTest
    @EnumSource(names = {"PER_THREAD_ARRAY", "PER_THREAD_HASH"})
    void shouldKeepACopyForEachThread(MapType type) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<Integer, int[]> expected = new HashMap<>();
        boolean isArray = type == MapType.PER_THREAD_ARRAY;
        for (int i = 0; i < 10 && isArray; i++) {
            expected.put(i, new int[THREADS]);
        }
        try (BpfMap map = Maps.create(new MapDefinition("m", type, 4, 5, 10), THREADS)) {
            for (int step = 0; step < 5_000; step++) {
                int key = random.nextInt(10);
                int thread = random.nextInt(THREADS);
                int value = random.nextInt(100) + 1;
                switch (random.nextInt(4)) {
                    case 0 -> {
                        assertThat(map.put(key(key), value(value))).isEqualTo(BpfMap.OK);
                        expected.put(key, new int[] {value, value, value});
                    }
                    case 1 -> {
                        assertThat(Memory.update(map, key(key), value(value), BpfMap.ANY, thread)).isEqualTo(BpfMap.OK);
                        expected.computeIfAbsent(key, _ -> new int[THREADS])[thread] = value;
                    }
                    case 2 -> {
                        long result = expected.containsKey(key) ? BpfMap.OK : BpfMap.NO_ENTRY;
                        assertThat(map.remove(key(key))).isEqualTo(isArray ? BpfMap.INVALID : result);
                        if (!isArray) {
                            expected.remove(key);
                        }
                    }
                    default -> {
                        long found = Memory.lookup(map, key(key), thread);
                        int[] copies = expected.get(key);
                        assertThat(found == 0 ? null : ControlMemory.bytesAt(found, 5)).as("seed %d", seed)
                                .isEqualTo(copies == null ? null : value(copies[thread]));
                    }
                }
                assertThat(map.get(key(key))).as("seed %d", seed).isEqualTo(allOf(expected.get(key)));
            }
            Map<ByteBuffer, ByteBuffer> shown = new HashMap<>();
            map.forEach((key, value) -> shown.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
            assertThat(shown).as("seed %d", seed).hasSize(expected.size());
            expected.forEach((key, copies) -> assertThat(shown.get(ByteBuffer.wrap(key(key)))).as("seed %d", seed)
                    .isEqualTo(ByteBuffer.wrap(allOf(copies))));
        }
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) number, 0, 0, 0};
    }

    private static byte[] value(int number) {
        return new byte[] {(byte) number, 0, 0, 0, (byte) number};
    }

    private static byte[] allOf(int[] copies) {
        if (copies == null) {
            return null;
        }
        var all = new byte[THREADS * STRIDE_BYTES];
        for (int thread = 0; thread < THREADS; thread++) {
            System.arraycopy(value(copies[thread]), 0, all, thread * STRIDE_BYTES, 5);
        }
        return all;
    }
}
