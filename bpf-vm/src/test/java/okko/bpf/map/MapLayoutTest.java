package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the memory of maps at the offsets that {@code docs/layouts.md} gives, all written out. */
class MapLayoutTest {

    private static final Path PAGE = Path.of("../docs/layouts.md");
    private static final Path SOURCES = Path.of("src/main/java/okko/bpf/map");

    @ParameterizedTest
    @ValueSource(strings = {"MapHeader", "ArrayMap", "HashTable", "HashMap", "LpmTrie", "QueueMap", "Sketch",
        "BloomFilterMap", "CountMinMap", "ProgramArrayMap", "RingBufferMap"})
    void shouldStandOnThePage(String source) throws IOException {
        String javadoc = Files.readString(SOURCES.resolve(source + ".java"));
        String table = javadoc.substring(javadoc.indexOf("<pre>\n") + 6, javadoc.indexOf(" * </pre>"))
                .replaceAll("(?m)^ \\* ?", "");
        assertThat(Files.readString(PAGE)).contains(table).contains("Maps: version "
                + MapHeader.MAJOR + "." + MapHeader.MINOR);
    }

    @Test
    void shouldHaveTheHeaderOfThePage() {
        try (BpfMap map = Maps.create(new MapDefinition("flows", MapType.PER_THREAD_HASH, 12, 20, 5), 3)) {
            map.put(new byte[12], new byte[20]);
            long at = map.memory().address();
            assertThat(new String(ControlMemory.bytesAt(at, 8), StandardCharsets.US_ASCII)).isEqualTo("OKKOMAP\0");
            assertThat(UnsafeApi.getShort(at + 8)).isEqualTo((short) 1);
            assertThat(UnsafeApi.getShort(at + 10)).isEqualTo((short) 0);
            assertThat(UnsafeApi.getInt(at + 12)).isEqualTo(0x01020304);
            assertThat(UnsafeApi.getLong(at + 16)).isEqualTo(map.memory().bytes());
            assertThat(UnsafeApi.getInt(at + 24)).isEqualTo(5);
            assertThat(UnsafeApi.getInt(at + 28)).isEqualTo(12);
            assertThat(UnsafeApi.getInt(at + 32)).isEqualTo(20);
            assertThat(UnsafeApi.getInt(at + 36)).isEqualTo(5);
            assertThat(UnsafeApi.getInt(at + 40)).isZero();
            assertThat(UnsafeApi.getInt(at + 44)).isEqualTo(3);
            assertThat(UnsafeApi.getInt(at + 48)).isZero();
            assertThat(UnsafeApi.getInt(at + 52)).isZero();
            assertThat(UnsafeApi.getLong(at + 56)).isNotZero();
            assertThat(ControlMemory.bytesAt(at + 64, 64))
                    .isEqualTo(Arrays.copyOf("flows".getBytes(StandardCharsets.UTF_8), 64));
            assertThat(UnsafeApi.getLong(at + 128)).isZero();
            assertThat(UnsafeApi.getInt(at + 192)).isEqualTo(1);
            assertThat(UnsafeApi.getInt(at + 196)).isEqualTo(1);
            map.remove(new byte[12]);
            assertThat(UnsafeApi.getInt(at + 192)).isZero();
            assertThat(UnsafeApi.getInt(at + 200)).isEqualTo(1);
        }
    }

    @Test
    void shouldMarkGlobalDataAndItsFirstContents() {
        var definition = MapDefinition.globalData(
                ".rodata", "123456789".getBytes(StandardCharsets.US_ASCII), MapDefinition.ProgramAccess.READ_ONLY);
        try (BpfMap map = Maps.create(definition, 1)) {
            long at = map.memory().address();
            assertThat(UnsafeApi.getInt(at + 48)).isEqualTo(3);
            assertThat(UnsafeApi.getInt(at + 52)).isEqualTo(0xe3069283); // the check value in CRC-32C's definition
            assertThat(map.firstValue()).isEqualTo(at + 256);
        }
    }

    @Test
    void shouldPutAnArraysValuesOnCacheLinesOfTheirThread() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.PER_THREAD_ARRAY, 4, 5, 9), 2)) {
            assertThat(Memory.lookup(map, new byte[] {1, 0, 0, 0}, 1) - map.memory().address())
                    .isEqualTo(256 + 128 + 8);
        }
    }

    /** Finds a key as another language would: by the words of the page. */
    @Test
    void shouldFindAKeyInItsBucket() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.HASH, 10, 4, 100), 1)) {
            byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
            map.put(key, new byte[] {7, 7, 7, 7});
            long at = map.memory().address();
            long state = mix(mix(UnsafeApi.getLong(at + 56), 0x0807060504030201L), 0x0a09L);
            int hash = (int) (state ^ state >>> 32);
            int index = UnsafeApi.getInt(at + 256 + 4 * (hash & 127));
            long entry = at + 256 + 512 + 448 + 40L * index;
            assertThat(index).isZero();
            assertThat(UnsafeApi.getInt(entry)).isEqualTo(1);
            assertThat(UnsafeApi.getInt(entry + 4)).isEqualTo(hash);
            assertThat(UnsafeApi.getInt(entry + 8)).isEqualTo(~(hash & 127));
            assertThat(ControlMemory.bytesAt(entry + 16, 10)).isEqualTo(key);
            assertThat(UnsafeApi.getInt(entry + 32)).isEqualTo(0x07070707);
        }
    }

    private static long mix(long state, long word) {
        long value = state ^ word;
        return value * 0x9e3779b97f4a7c15L ^ Math.unsignedMultiplyHigh(value, 0x9e3779b97f4a7c15L);
    }

    @Test
    void shouldCountPrefixesByLength() {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.LPM_TRIE, 8, 8, 4), 1)) {
            map.put(new byte[] {12, 0, 0, 0, 10, 0, 0, 0}, new byte[8]);
            long lengths = map.memory().address() + 256 + 64 + 64 + 128;
            assertThat(UnsafeApi.getLong(lengths)).isEqualTo(1L << 12);
            assertThat(UnsafeApi.getInt(lengths + 8 + 4 * 12)).isEqualTo(1);
            assertThat(UnsafeApi.getLong(map.memory().address() + 208)).isEqualTo(1);
        }
    }
}
