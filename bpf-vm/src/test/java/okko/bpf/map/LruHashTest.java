package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LruHashTest {

    private static final int MAX_ENTRIES = 64;

    @Test
    void shouldTakeEveryNewEntryAndKeepWhatItHolds() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<ByteBuffer, ByteBuffer> written = new HashMap<>();
        try (BpfMap map = lru()) {
            for (int step = 0; step < 20_000; step++) {
                byte[] key = number(random.nextInt(200));
                byte[] value = number(step);
                if (random.nextInt(4) == 0) {
                    boolean wasThere = map.get(key) != null;
                    assertThat(map.remove(key)).as("seed %d", seed)
                            .isEqualTo(wasThere ? BpfMap.OK : BpfMap.NO_ENTRY);
                    written.remove(ByteBuffer.wrap(key));
                } else {
                    assertThat(map.put(key, value)).as("seed %d", seed).isEqualTo(BpfMap.OK);
                    written.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
                    assertThat(map.get(key)).as("seed %d", seed).isEqualTo(value);
                }
                assertThat(map.size()).as("seed %d", seed).isBetween(0, MAX_ENTRIES);
            }
            int[] shown = {0};
            map.forEach((key, value) -> {
                shown[0]++;
                assertThat(written.get(ByteBuffer.wrap(key))).as("seed %d", seed).isEqualTo(ByteBuffer.wrap(value));
            });
            assertThat(shown[0]).as("seed %d", seed).isEqualTo(map.size());
        }
    }

    @Test
    void shouldKeepTheEntryThatIsInUse() {
        try (BpfMap map = lru()) {
            map.put(number(-1), number(7));
            for (int i = 0; i < 10_000; i++) {
                assertThat(Memory.lookup(map, number(-1), 0)).as("after %d others", i).isNotZero();
                map.put(number(i), number(i));
            }
            assertThat(map.size()).isEqualTo(MAX_ENTRIES);
        }
    }

    @Test
    void shouldForgetTheEntryThatOnlyTheControlSideLooksAt() {
        try (BpfMap map = lru()) {
            map.put(number(-1), number(7));
            for (int i = 0; i < 3 * MAX_ENTRIES; i++) {
                map.get(number(-1));
                map.put(number(i), number(i));
            }
            assertThat(map.get(number(-1))).isNull();
        }
    }

    @Test
    void shouldFindAVictimWhenAllEntriesAreInUse() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LRU_HASH, 4, 4, 1000), 1)) {
            for (int i = 0; i < 1000; i++) {
                map.put(number(i), number(i));
                Memory.lookup(map, number(i), 0);
            }
            assertThat(map.put(number(1000), number(1000))).isEqualTo(BpfMap.OK);
            assertThat(map.get(number(1000))).isEqualTo(number(1000));
            assertThat(map.size()).isEqualTo(1000);
        }
    }

    private static BpfMap lru() {
        return Maps.create(new MapDefinition("m", MapType.LRU_HASH, 4, 4, MAX_ENTRIES), 1);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
