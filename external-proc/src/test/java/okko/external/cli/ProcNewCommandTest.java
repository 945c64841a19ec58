package okko.external.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is written, and what is refused; that the project builds is seen by CI. */
class ProcNewCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... words) {
        var command = new CommandLine(new ProcCommand());
        command.setOut(new PrintWriter(output, true));
        command.setErr(new PrintWriter(errors, true));
        return command.execute(Stream.concat(Stream.of("new"), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void shouldWriteAProjectWithoutPlaceholders() throws IOException {
        Path target = directory.resolve("limiter");
        assertThat(run("rate-limiter", "--package", "org.example.limits", "--dir", target.toString(),
                "--okko-version", "9.9")).isZero();
        try (Stream<Path> written = Files.walk(target)) {
            List<String> files = written.filter(Files::isRegularFile).map(target::relativize).map(Path::toString)
                    .sorted().toList();
            assertThat(files).containsExactly(
                    ".gitignore",
                    "README.md",
                    "pom.xml",
                    "src/main/java/org/example/limits/RateLimiter.java",
                    "src/test/java/org/example/limits/RateLimiterTest.java",
                    "src/test/resources/frames.pcap");
        }
        for (String file : List.of("README.md", "pom.xml", "src/main/java/org/example/limits/RateLimiter.java",
                "src/test/java/org/example/limits/RateLimiterTest.java")) {
            assertThat(target.resolve(file)).content().doesNotContainPattern("@[a-z]+@");
        }
        assertThat(target.resolve("pom.xml")).content().contains("<okko.version>9.9</okko.version>")
                .contains("<artifactId>rate-limiter</artifactId>");
        assertThat(output.toString()).isEqualTo("wrote " + target + ": see its README.md; mvn -f " + target
                + " verify builds and tests it" + System.lineSeparator());
    }

    @Test
    void shouldNameAPortThatTheSwitchTakesWhenTheProjectsNameIsTooLongForOne() throws IOException {
        Path target = directory.resolve("limiter");
        assertThat(run("limits-for-all-of-us", "--dir", target.toString(), "--okko-version", "9.9")).isZero();
        assertThat(target.resolve("README.md")).content()
                .contains("proc run --attach limits-for-all --classpath target/limits-for-all-of-us.jar")
                .contains("  limits-for-all: {number: 10, type: ring");
    }

    @Test
    void shouldNotWriteOverAnything() throws IOException {
        Files.writeString(directory.resolve("mine"), "kept");
        assertThat(run("x", "--dir", directory.toString(), "--okko-version", "9.9")).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("okko proc new: " + directory
                + " is there already and not empty; nothing was written" + System.lineSeparator());
        assertThat(directory).isDirectoryNotContaining("glob:**pom.xml");
    }

    @Test
    void shouldRefuseWrongUsage() {
        assertThat(run("Rate", "--okko-version", "9.9")).isEqualTo(2);
        assertThat(run("rate", "--package", "org.class", "--okko-version", "9.9")).isEqualTo(2);
        assertThat(errors.toString()).contains("NAME is lower-case words joined by dashes, not Rate")
                .contains("--package: org.class is no name of a package");
    }
}
