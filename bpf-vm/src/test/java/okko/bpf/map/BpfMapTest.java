package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfMapTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 20, 31, 40})
    void shouldBehaveAsAJavaMapWhenEntriesComeAndGo(int keyBytes) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<ByteBuffer, ByteBuffer> expected = new HashMap<>();
        int valueBytes = 1 + random.nextInt(40);
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.HASH, keyBytes, valueBytes, 50), 1)) {
            for (int step = 0; step < 5_000; step++) {
                var key = new byte[keyBytes];
                key[random.nextInt(keyBytes)] = (byte) random.nextInt(100);
                var value = new byte[valueBytes];
                random.nextBytes(value);
                var wrapped = ByteBuffer.wrap(key);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        long flags = random.nextInt(3);
                        long result = expectedUpdate(expected.containsKey(wrapped), expected.size() < 50, flags);
                        assertThat(Memory.update(map, key, value, flags, 0)).as("seed %d", seed).isEqualTo(result);
                        if (result == BpfMap.OK) {
                            expected.put(wrapped, ByteBuffer.wrap(value));
                        }
                    }
                    case 1 -> assertThat(map.remove(key)).as("seed %d", seed)
                            .isEqualTo(expected.remove(wrapped) == null ? BpfMap.NO_ENTRY : BpfMap.OK);
                    default -> assertThat(map.get(key)).as("seed %d", seed)
                            .isEqualTo(expected.containsKey(wrapped) ? expected.get(wrapped).array() : null);
                }
            }
            Map<ByteBuffer, ByteBuffer> shown = new HashMap<>();
            map.forEach((key, value) -> shown.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
            assertThat(shown).as("seed %d", seed).isEqualTo(expected);
            assertThat(map.size()).isEqualTo(expected.size());
        }
    }

    private static long expectedUpdate(boolean isThere, boolean fits, long flags) {
        if (isThere) {
            return flags == BpfMap.ONLY_ADD ? BpfMap.EXISTS : BpfMap.OK;
        }
        if (flags == BpfMap.ONLY_REPLACE) {
            return BpfMap.NO_ENTRY;
        }
        return fits ? BpfMap.OK : BpfMap.FULL;
    }

    @Test
    void shouldRefuseUnknownFlags() {
        for (MapType type : new MapType[] {MapType.ARRAY, MapType.HASH, MapType.LRU_HASH, MapType.PER_THREAD_HASH}) {
            try (BpfMap map = Maps.create(new MapDefinition("m", type, 4, 4, 10), 1)) {
                assertThat(Memory.update(map, new byte[4], new byte[4], 3, 0)).isEqualTo(BpfMap.INVALID);
                assertThat(Memory.update(map, new byte[4], new byte[4], -1, 0)).isEqualTo(BpfMap.INVALID);
            }
        }
    }

    @Test
    void shouldOwnTheBytesOfItsValuesAndNoOthers() {
        for (MapType type : new MapType[] {MapType.ARRAY, MapType.PER_THREAD_ARRAY, MapType.HASH,
            MapType.PER_THREAD_HASH, MapType.LRU_HASH}) {
            try (BpfMap map = Maps.create(new MapDefinition("m", type, 4, 12, 3), 2)) {
                map.put(new byte[] {1, 0, 0, 0}, new byte[12]);
                for (int thread = 0; thread < 2; thread++) {
                    long value = Memory.lookup(map, new byte[] {1, 0, 0, 0}, thread);
                    assertThat(map.ownsValueBytes(value, 12)).as("%s", type).isTrue();
                    assertThat(map.ownsValueBytes(value + 11, 1)).as("%s", type).isTrue();
                    assertThat(map.ownsValueBytes(value + 11, 2)).as("%s", type).isFalse();
                    assertThat(map.ownsValueBytes(value - 1, 1)).as("%s", type).isFalse();
                    assertThat(map.ownsValueBytes(value, -1)).as("%s", type).isFalse();
                }
            }
        }
    }

    @Test
    void shouldStartGlobalDataWithItsContents() {
        var definition = MapDefinition.globalData(
                ".data", new byte[] {1, 2, 3}, MapDefinition.ProgramAccess.READ_WRITE);
        try (BpfMap map = Maps.create(definition, 1)) {
            assertThat(ControlMemory.bytesAt(map.firstValue(), 3)).containsExactly(1, 2, 3);
            assertThat(map.get(new byte[4])).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldWorkOnOtherContentsWhenBoundToThem() {
        var definition = new MapDefinition("m", MapType.HASH, 4, 4, 10);
        try (BpfMap map = Maps.create(definition, 1); BpfMap other = Maps.create(definition, 1)) {
            map.put(new byte[] {1, 0, 0, 0}, new byte[4]);
            other.put(new byte[] {2, 0, 0, 0}, new byte[4]);

            map.bind(other.memory());

            assertThat(map.get(new byte[] {1, 0, 0, 0})).isNull();
            assertThat(map.get(new byte[] {2, 0, 0, 0})).isNotNull();
            map.remove(new byte[] {2, 0, 0, 0});
            assertThat(other.size()).isZero();
        }
    }

    @Test
    void shouldReadIndexByItsKeySize() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.ARRAY, 8, 4, 10), 1)) {
            assertThat(map.put(new byte[] {9, 0, 0, 0, 0, 0, 0, 0}, new byte[] {1, 2, 3, 4})).isEqualTo(BpfMap.OK);
            assertThat(map.get(new byte[] {9, 0, 0, 0, 0, 0, 0, 0})).containsExactly(1, 2, 3, 4);
            assertThat(map.get(new byte[] {9, 0, 0, 0, 1, 0, 0, 0})).isNull();
            assertThat(map.get(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})).isNull();
        }
    }

    @Test
    void shouldRefuseAnIndexOutsideOfTheArray() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.ARRAY, 4, 4, 10), 1)) {
            assertThat(map.put(new byte[] {10, 0, 0, 0}, new byte[4])).isEqualTo(BpfMap.FULL);
            assertThat(map.remove(new byte[4])).isEqualTo(BpfMap.INVALID);
            assertThat(map.get(new byte[] {0, 0, 0, 0})).containsExactly(0, 0, 0, 0);
            assertThat(map.size()).isEqualTo(10);
        }
    }

    @Test
    void shouldRefuseSizesThatAreOutOfRange() {
        assertThatThrownBy(() -> new MapDefinition("m", MapType.ARRAY, 5, 4, 10))
                .hasMessage("key of an array must have 4 or 8 bytes: keyBytes=5");
        assertThatThrownBy(() -> new MapDefinition("m", MapType.HASH, 513, 4, 10))
                .hasMessage("key must have 1 to 512 bytes: keyBytes=513");
        assertThatThrownBy(() -> new MapDefinition("m", MapType.HASH, 4, 0, 10))
                .hasMessage("value must have 1 to 65536 bytes: valueBytes=0");
        assertThatThrownBy(() -> new MapDefinition("m", MapType.HASH, 4, 4, 0))
                .hasMessage("map must have at least 1 entry: maxEntries=0");
        assertThatThrownBy(() -> new MapDefinition("m", MapType.HASH, 4, 65_536, 1 << 20))
                .hasMessageStartingWith("map needs ");
    }
}
