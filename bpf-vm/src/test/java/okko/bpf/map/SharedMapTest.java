package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SharedMapTest {

    private static final MapDefinition DEFINITION = new MapDefinition("flows", MapType.HASH, 4, 4, 10);
    private static final byte[] KEY = {1, 0, 0, 0};

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ARRAY", "HASH", "LRU_HASH", "LPM_TRIE", "PER_THREAD_ARRAY", "PER_THREAD_HASH"})
    void shouldBeOneMapWhenTwoViewsOfAFileAreOpen(MapType type) throws IOException {
        var definition = new MapDefinition("flows", type, type == MapType.LPM_TRIE ? 8 : 4, 4, 10);
        byte[] key = new byte[definition.keyBytes()];
        key[0] = 1;
        Path file = directory.resolve("flows");
        try (BpfMap first = Maps.share(definition, 2, file); BpfMap second = Maps.open(file)) {
            assertThat(second.definition()).isEqualTo(definition);
            first.put(key, new byte[] {9, 9, 9, 9});
            assertThat(second.get(key)).startsWith(9, 9, 9, 9);
            second.remove(key);
            assertThat(first.size()).isEqualTo(second.size());
            try (BpfMap third = Maps.share(definition, 2, file)) {
                assertThat(third.get(key)).isEqualTo(first.get(key));
            }
        }
    }

    @Test
    void shouldBeForItsUserAloneAndLeaveNoDraft() throws IOException {
        Path file = directory.resolve("flows");
        Maps.share(DEFINITION, 1, file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(directory.toFile().list()).containsExactly("flows");
        assertThat(Files.size(file)).isEqualTo(Maps.bytes(DEFINITION, 1));
    }

    @Test
    void shouldKeepGlobalDataThatWasWritten() throws IOException {
        Path file = directory.resolve("data");
        var data = MapDefinition.globalData(".data", new byte[] {1, 2, 3}, MapDefinition.ProgramAccess.READ_WRITE);
        try (BpfMap first = Maps.share(data, 1, file)) {
            first.put(new byte[4], new byte[] {7, 8, 9});
            try (BpfMap second = Maps.open(file); BpfMap third = Maps.share(data, 1, file)) {
                assertThat(second.definition().contents()).containsExactly(7, 8, 9);
                assertThat(second.definition().access()).isEqualTo(MapDefinition.ProgramAccess.READ_WRITE);
                assertThat(third.get(new byte[4])).containsExactly(7, 8, 9);
            }
        }
    }

    @Test
    void shouldRefuseAnotherDefinition() throws IOException {
        Path file = directory.resolve("flows");
        Maps.share(DEFINITION, 1, file).close();
        assertThatThrownBy(() -> Maps.share(new MapDefinition("flows", MapType.HASH, 4, 8, 10), 1, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": map has another valueBytes: 4, wanted: 8");
        assertThatThrownBy(() -> Maps.share(new MapDefinition("other", MapType.HASH, 4, 4, 10), 1, file))
                .hasMessage(file + ": map has another name: flows, wanted: other");
        assertThatThrownBy(() -> Maps.share(DEFINITION, 2, file))
                .hasMessage(file + ": map has another number of threads: 1, wanted: 2");
    }

    @Test
    void shouldRefuseAFileThatIsNoMap() throws IOException {
        Path file = directory.resolve("flows");
        assertThatThrownBy(() -> Maps.open(file)).isInstanceOf(NoSuchFileException.class);
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> Maps.open(file))
                .hasMessage(file + ": no map: it has 100 bytes, a map has 256 to 1073741824");
        Files.write(file, new byte[4096]);
        assertThatThrownBy(() -> Maps.open(file)).hasMessage(file + ": no map: it does not begin with OKKOMAP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        8   | 2          | map has layout version 2, this build reads 1
        12  | 16909061   | no map: it does not begin with OKKOMAP
        16  | 4096       | map claims 4096 bytes, there are 704
        24  | 77         | map has an unknown type: type=77
        28  | 9          | map has 704 bytes, one of its definition needs
        28  | 600        | key must have 1 to 512 bytes: keyBytes=600
        32  | 0          | value must have 1 to 65536 bytes: valueBytes=0
        36  | -1         | map must have at least 1 entry: maxEntries=-1
        36  | 2147483647 | map needs
        40  | 17         | a sketch has 1 to 16 hash functions: hashFunctions=17
        44  | 0          | map must be for 1 to 1024 threads: threads=0
        44  | 1025       | map must be for 1 to 1024 threads: threads=1025
        48  | 1          | no global data: type=hash valueBytes=4
        """)
    void shouldNameTheFieldThatIsWrong(int offset, int value, String message) throws IOException {
        Path file = directory.resolve("flows");
        Maps.share(DEFINITION, 1, file).close();
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Maps.open(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    /** Whatever a stray process writes behind the header: look-ups, updates and listings end and stay in the memory. */
    @ParameterizedTest
    @EnumSource(names = {"HASH", "LRU_HASH", "LPM_TRIE", "PER_THREAD_HASH"})
    void shouldSurviveNonsenseInTheTable(MapType type) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var definition = new MapDefinition("flows", type, 8, 4, 10);
        try (BpfMap map = Maps.create(definition, 2)) {
            long base = map.memory().address();
            for (int round = 0; round < 2_000; round++) {
                for (int i = 0; i < 8; i++) {
                    long at = MapHeader.ENTRIES_OFFSET + 4L * random.nextInt(
                            (int) (map.memory().bytes() - MapHeader.ENTRIES_OFFSET) / 4);
                    UnsafeApi.putInt(base + at, random.nextBoolean() ? random.nextInt(12) : random.nextInt());
                }
                var key = new byte[8];
                key[0] = (byte) random.nextInt(33);
                key[5] = (byte) random.nextInt(4);
                long value = Memory.lookup(map, key, 1);
                assertThat(value == 0 || map.ownsValueBytes(value, 4)).as("seed %d", seed).isTrue();
                map.put(key, new byte[4]);
                map.remove(key);
                map.forEach((_, _) -> { });
            }
        }
    }

    @Test
    void shouldTakeTheLockOverFromADeadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        long token = process.pid() | 5L << 32;
        assertThat(process.waitFor()).isZero();
        try (BpfMap map = Maps.create(DEFINITION, 1)) {
            UnsafeApi.putLong(map.memory().address() + MapHeader.LOCK_OFFSET, token);
            assertThat(map.put(KEY, new byte[4])).isEqualTo(BpfMap.OK);
            assertThat(UnsafeApi.getLong(map.memory().address() + MapHeader.LOCK_OFFSET)).isZero();
        }
    }

    @Test
    void shouldTakeTheLockOverWhenTheProcessIdWasGivenToANewProcess() {
        try (BpfMap map = Maps.create(DEFINITION, 1)) {
            UnsafeApi.putLong(map.memory().address() + MapHeader.LOCK_OFFSET, OwnerToken.of(1) ^ 1L << 40);
            assertThat(map.put(KEY, new byte[4])).isEqualTo(BpfMap.OK);
        }
    }

    @Test
    void shouldGiveUpWhenALivingProcessKeepsTheLock() {
        try (BpfMap map = Maps.create(DEFINITION, 1)) {
            map.put(KEY, new byte[] {1, 2, 3, 4});
            UnsafeApi.putLong(map.memory().address() + MapHeader.LOCK_OFFSET, OwnerToken.of(1));
            assertThat(map.put(KEY, new byte[4])).isEqualTo(BpfMap.BUSY);
            assertThat(map.remove(KEY)).isEqualTo(BpfMap.BUSY);
            assertThat(map.get(KEY)).containsExactly(1, 2, 3, 4);
        }
    }
}
