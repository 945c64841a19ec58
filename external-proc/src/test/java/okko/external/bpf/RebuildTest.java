package okko.external.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed objects are what the committed sources compile to. */
class RebuildTest {

    private static final Path COMMITTED = Path.of("../evaluation/src/main/bpf");
    private static final Path SCRIPT = Path.of("../scripts/build-bpf");

    @Test
    void shouldGiveTheCommittedBytesWhenRebuiltByTheSameCompiler(@TempDir Path rebuilt) throws Exception {
        requireTheCompilerOf(COMMITTED.resolve("pass.o"));
        Process build = new ProcessBuilder(SCRIPT.toAbsolutePath().toString(), rebuilt.toString())
                .redirectErrorStream(true)
                .start();
        String messages = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor()).as(messages).isZero();
        List<String> names = objectsIn(COMMITTED);
        assertThat(objectsIn(rebuilt)).isEqualTo(names);
        for (String name : names) {
            assertThat(rebuilt.resolve(name))
                    .as("run scripts/build-bpf and commit")
                    .hasSameBinaryContentAs(COMMITTED.resolve(name));
        }
    }

    @Test
    void shouldFitIntoOneOpenFlowMessage() throws IOException {
        for (String name : objectsIn(COMMITTED)) {
            assertThat(Files.size(COMMITTED.resolve(name))).as(name).isLessThanOrEqualTo(65_511);
        }
    }

    /** An object names its compiler; another one may rightly give other bytes. */
    private static void requireTheCompilerOf(Path object) throws Exception {
        String clang = System.getenv().getOrDefault("CLANG", "clang");
        String version;
        try {
            Process process = new ProcessBuilder(clang, "--version").start();
            byte[] output = process.getInputStream().readAllBytes();
            version = new String(output, StandardCharsets.UTF_8).lines().findFirst().orElse("");
            process.waitFor();
        } catch (IOException e) {
            skip("no " + clang + " here");
            return;
        }
        String contents = new String(Files.readAllBytes(object), StandardCharsets.ISO_8859_1);
        if (version.isEmpty() || !contents.contains(version.strip())) {
            skip("the committed objects are by another compiler than " + version);
        }
    }

    private static void skip(String reason) {
        System.out.println("RebuildTest skipped: " + reason);
        abort(reason);
    }

    private static List<String> objectsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .filter(name -> name.endsWith(".o"))
                    .sorted()
                    .toList();
        }
    }
}
