package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes use one map at the same time. */
class SharedMapIT {

    private static final int TIMES = 20_000;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("flows");
    }

    @Test
    void shouldCountTogetherWithAnotherProcess() throws Exception {
        try (BpfMap map = Maps.share(new MapDefinition("flows", MapType.HASH, 4, 8, 100), 1, file)) {
            map.put(number(7), new byte[8]);
            Process peer = peer("count", TIMES);
            long value = Memory.lookup(map, number(7), 0);
            for (int i = 0; i < TIMES; i++) {
                UnsafeApi.getAndAddLong(null, value, 1);
            }
            assertThat(outputOf(peer)).isEqualTo("counted in hash flows: key 4, value 8, 100 entries\n");
            assertThat(ByteBuffer.wrap(map.get(number(7))).order(ByteOrder.LITTLE_ENDIAN).getLong())
                    .isEqualTo(2L * TIMES);
        }
    }

    @Test
    void shouldAddAndRemoveTogetherWithAnotherProcess() throws Exception {
        try (BpfMap map = Maps.share(new MapDefinition("flows", MapType.HASH, 4, 8, 120), 1, file)) {
            Process peer = peer("churn", TIMES);
            int steps = 0;
            for (; peer.isAlive() || steps < TIMES; steps++) {
                byte[] key = number(steps % 50);
                assertThat(map.put(key, new byte[] {(byte) steps, 0, 0, 0, 0, 0, 0, 2})).isEqualTo(BpfMap.OK);
                assertThat(map.get(key)).startsWith((byte) steps);
                if (steps % 2 == 1) {
                    assertThat(map.remove(key)).isEqualTo(BpfMap.OK);
                }
            }
            assertThat(outputOf(peer)).isEmpty();
            int[] shown = {0};
            map.forEach((key, value) -> {
                shown[0]++;
                assertThat(value[7]).isEqualTo(key[2] == 0 ? (byte) 2 : (byte) 1);
            });
            assertThat(map.size()).isEqualTo(shown[0]).isBetween(1, 100);
        }
    }

    @Test
    void shouldLoseOneEntryAtMostWhenAProcessDiesInsideTheLock() throws Exception {
        try (BpfMap map = Maps.share(new MapDefinition("flows", MapType.HASH, 4, 8, 10), 1, file)) {
            map.put(number(1), new byte[8]);
            Process peer = peer("die");
            assertThat(peer.waitFor()).isEqualTo(9);
            for (int i = 2; i < 10; i++) {
                assertThat(map.put(number(i), new byte[8])).as("entry %d", i).isEqualTo(BpfMap.OK);
            }
            assertThat(map.put(number(10), new byte[8])).isEqualTo(BpfMap.FULL);
            assertThat(map.get(number(1))).isNotNull();
        }
    }

    @Test
    void shouldBeReadAndWrittenByAProgramInC() throws Exception {
        Path compiler = List.of("/usr/bin/cc", "/usr/bin/clang").stream().map(Path::of).filter(Files::isExecutable)
                .findFirst().orElse(null);
        assumeTrue(compiler != null, "no C compiler here");
        Path program = directory.resolve("peer");
        Path source = Path.of("src/test/resources/maps/peer.c").toAbsolutePath();
        Process build = new ProcessBuilder(
                compiler.toString(), "-O2", "-Wall", "-Werror", "-o", program.toString(), source.toString())
                .redirectErrorStream(true).start();
        assertThat(outputOf(build)).isEmpty();
        try (BpfMap map = Maps.share(new MapDefinition("flows", MapType.HASH, 4, 8, 1000), 1, file)) {
            for (int i = 0; i < 1000; i++) {
                map.put(number(i), new byte[] {(byte) i, (byte) (i >>> 8), 0, 0, 0, 0, 0, 0});
            }
            for (int key : new int[] {0, 7, 999}) {
                Process peer = new ProcessBuilder(program.toString(), file.toString(), "" + key, "5").start();
                assertThat(outputOf(peer)).isEqualTo(key + 5 + "\n");
                assertThat(ByteBuffer.wrap(map.get(number(key))).order(ByteOrder.LITTLE_ENDIAN).getLong())
                        .isEqualTo(key + 5);
            }
            map.remove(number(7));
            Process absent = new ProcessBuilder(program.toString(), file.toString(), "7", "1").start();
            assertThat(absent.waitFor()).isEqualTo(5);
        }
    }

    private Process peer(String what, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), SharedMapPeer.class.getName(), what, file.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** What a process prints until its end, which must be a good one. */
    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static byte[] number(int number) {
        return SharedMapPeer.number(number);
    }
}
