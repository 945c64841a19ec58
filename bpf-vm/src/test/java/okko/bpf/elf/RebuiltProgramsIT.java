package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.verify.Finding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the clang at hand makes of the documentation's and the evaluation's sources, for each cpu that it knows. */
class RebuiltProgramsIT {

    private static final String CLANG = System.getenv().getOrDefault("CLANG", "clang");
    private static final Path WORKLOADS = Path.of("../evaluation/src/main/bpf");
    private static final Path EXAMPLES = Path.of("../docs/examples");

    private record Source(Path file, String cpu) {}

    @BeforeAll
    static void needClang() {
        boolean isThere = isThere();
        if (!isThere) {
            System.out.println("RebuiltProgramsIT is skipped: no " + CLANG + " here");
        }
        assumeTrue(isThere, "no " + CLANG + " here");
    }

    static List<Source> sources() throws IOException {
        var sources = new ArrayList<Source>();
        for (Path folder : List.of(EXAMPLES, WORKLOADS, WORKLOADS.resolve("bench"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".c")).sorted()
                        .forEach(file -> List.of("v1", "v2", "v3", "v4")
                                .forEach(cpu -> sources.add(new Source(file, cpu))));
            }
        }
        return sources;
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldAcceptWhatClangMakesOfIt(Source source, @TempDir Path folder) throws Exception {
        assertThat(RealProgramsTest.findings(built(source.file(), source.cpu(), folder)))
                .isNotEmpty().allSatisfy((_, found) -> assertThat(found).isEmpty());
    }

    @Test
    void shouldRefuseWhatTheDocumentationSaysInItsWords(@TempDir Path folder) throws Exception {
        String text = Files.readString(Path.of("../docs/programs.md"));
        String source = Files.readString(EXAMPLES.resolve("block.c"));
        assertThat(text).contains("`length < 34` in place of `length < 54`");
        assertThat(source).contains("length < 54");
        Path file = Files.writeString(folder.resolve("bad.c"), source.replace("length < 54", "length < 34"));

        Finding finding = RealProgramsTest.findings(built(file, "v2", folder)).get("entry").getFirst();

        assertThat(finding.known()).startsWith("packet has at least 34 bytes");
        assertThat(text).contains("known: packet has at least 34 bytes").contains("needs: " + finding.needs())
                .contains("hint:  " + finding.hint());
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder(CLANG, "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The object; a cpu that this clang does not know ends the test. */
    private static byte[] built(Path source, String cpu, Path folder) throws Exception {
        Path object = folder.resolve("built.o");
        Process clang = new ProcessBuilder(CLANG, "-target", "bpf", "-mcpu=" + cpu, "-O2", "-g", "-Wall", "-Werror",
                "-nostdinc", "-I", WORKLOADS.toString(), "-c", source.toString(), "-o", object.toString())
                .redirectErrorStream(true).start();
        String messages = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = clang.waitFor();
        assumeTrue(!messages.contains("unknown target CPU") && !messages.contains("is not a recognized processor"),
                CLANG + " does not know cpu " + cpu);
        assertThat(status).as(messages).isZero();
        return Files.readAllBytes(object);
    }
}
