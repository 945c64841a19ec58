package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LpmTrieTest {

    private static final int MAX_ENTRIES = 60;

    /** A prefix as the model knows it: its bits as text of 0 and 1. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8, 9, 16, 256})
    void shouldFindTheLongestPrefixAsAModelDoes(int dataBytes) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, Integer> expected = new HashMap<>();
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LPM_TRIE, 4 + dataBytes, 4, MAX_ENTRIES), 1)) {
            for (int step = 0; step < 3_000; step++) {
                var data = new byte[dataBytes];
                data[0] = (byte) (random.nextInt(4) << 6);
                data[random.nextInt(dataBytes)] |= (byte) random.nextInt(8);
                int bits = random.nextInt(dataBytes * 8 + 1);
                String prefix = bits(data).substring(0, bits);
                byte[] key = key(bits, data);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        long flags = random.nextInt(3);
                        long result = expectedUpdate(expected, prefix, flags);
                        assertThat(Memory.update(map, key, number(step), flags, 0)).as("seed %d", seed)
                                .isEqualTo(result);
                        if (result == BpfMap.OK) {
                            expected.put(prefix, step);
                        }
                    }
                    case 1 -> assertThat(map.remove(key)).as("seed %d", seed)
                            .isEqualTo(expected.remove(prefix) == null ? BpfMap.NO_ENTRY : BpfMap.OK);
                    default -> assertThat(map.get(key)).as("seed %d, key %s", seed, prefix)
                            .isEqualTo(longest(expected, prefix));
                }
            }
            Map<String, Integer> shown = new HashMap<>();
            map.forEach((key, value) -> shown.put(
                    bits(Arrays.copyOfRange(key, 4, key.length))
                            .substring(0, ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt()),
                    ByteBuffer.wrap(value).getInt()));
            assertThat(shown).as("seed %d", seed).isEqualTo(expected);
            assertThat(map.size()).as("seed %d", seed).isEqualTo(expected.size());
        }
    }

    private static long expectedUpdate(Map<String, Integer> expected, String prefix, long flags) {
        if (expected.containsKey(prefix)) {
            return flags == BpfMap.ONLY_ADD ? BpfMap.EXISTS : BpfMap.OK;
        }
        if (flags == BpfMap.ONLY_REPLACE) {
            return BpfMap.NO_ENTRY;
        }
        return expected.size() < MAX_ENTRIES ? BpfMap.OK : BpfMap.NO_SPACE;
    }

    private static byte[] longest(Map<String, Integer> expected, String key) {
        for (int bits = key.length(); bits >= 0; bits--) {
            Integer value = expected.get(key.substring(0, bits));
            if (value != null) {
                return number(value);
            }
        }
        return null;
    }

    @Test
    void shouldRefuseAPrefixThatIsLongerThanTheKey() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LPM_TRIE, 8, 4, 10), 1)) {
            byte[] tooLong = key(33, new byte[4]);
            assertThat(map.put(tooLong, new byte[4])).isEqualTo(BpfMap.INVALID);
            assertThat(map.remove(tooLong)).isEqualTo(BpfMap.INVALID);
            assertThat(map.get(tooLong)).isNull();
            assertThat(map.get(key(-1, new byte[4]))).isNull();
        }
    }

    @Test
    void shouldShowAPrefixWithoutTheBitsBehindIt() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LPM_TRIE, 8, 4, 10), 1)) {
            map.put(key(12, new byte[] {10, (byte) 0xff, 3, 4}), number(5));
            map.forEach((key, value) -> assertThat(key).isEqualTo(key(12, new byte[] {10, (byte) 0xf0, 0, 0})));
            assertThat(map.get(key(32, new byte[] {10, (byte) 0xf1, 9, 9}))).isEqualTo(number(5));
            assertThat(map.get(key(11, new byte[] {10, (byte) 0xf1, 9, 9}))).isNull();
        }
    }

    private static byte[] key(int bits, byte[] data) {
        return ByteBuffer.allocate(4 + data.length).order(ByteOrder.LITTLE_ENDIAN).putInt(bits).put(data).array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static String bits(byte[] data) {
        var text = new StringBuilder();
        for (byte octet : data) {
            text.append(Integer.toBinaryString(octet & 0xff | 0x100).substring(1));
        }
        return text.toString();
    }
}
