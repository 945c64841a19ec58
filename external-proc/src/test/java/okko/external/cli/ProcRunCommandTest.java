package okko.external.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What users get wrong: status and text. See ProcRunIT for what goes well. */
class ProcRunCommandTest {

    private static final String OBJECTS = "../evaluation/src/main/bpf/";

    @TempDir
    private Path directory;

    private final StringWriter errors = new StringWriter();

    private int run(String... words) {
        var command = new CommandLine(new ProcCommand());
        command.setErr(new PrintWriter(errors, true));
        String[] all = new String[words.length + 3];
        all[0] = "run";
        all[1] = "--rundir";
        all[2] = directory.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return command.execute(all);
    }

    @Test
    void shouldSayThatNoSwitchListens() {
        assertThat(run("--once", "--attach", "fw", "--processor", "okko.external.sample.PassProcessor")).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo(
                "okko proc fw: no switch listens at " + directory.resolve("okko.attach") + System.lineSeparator());
    }

    @Test
    void shouldRefuseACpuThatThereIsNot() {
        String[] words = {"--attach", "fw", "--processor", "pass", "--cpu"};
        assertThat(run(with(words, "8191"))).isEqualTo(1);
        assertThat(errors.toString()).startsWith(
                "okko proc fw: --cpu: expected a CPU that this process may use, one of {").endsWith("}, found 8191\n");
        assertThat(run(with(words, "-1"))).isEqualTo(2);
        assertThat(errors.toString()).contains("--cpu: expected 0 to 8191, found -1");
    }

    private static String[] with(String[] words, String last) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = last;
        return all;
    }

    @Test
    void shouldSayWhatIsWrongWithAClass() {
        assertThat(run("--attach", "fw", "--processor", "no.such.Class")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", "java.lang.String")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", NoConstructor.class.getName())).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", "a.B", "--classpath", "/nowhere.jar")).isEqualTo(1);
        assertThat(errors.toString().lines()).containsExactly(
                "okko proc fw: no.such.Class: no such class on the class path, or one that it needs is missing: "
                        + "no.such.Class",
                "okko proc fw: java.lang.String does not implement okko.external.api.Processor",
                "okko proc fw: okko.external.cli.NoConstructor must be a public class with a public constructor without"
                        + " parameters",
                "okko proc fw: /nowhere.jar: no such file or directory (from --classpath)");
    }

    @Test
    void shouldSayWhatIsWrongWithAJar() throws IOException {
        Path noJar = Files.writeString(directory.resolve("text.jar"), "no jar");
        Path none = jarOf("none.jar", NoConstructor.class);
        Path two = jarOf("two.jar", CountingProcessor.class, SettingsProcessor.class);
        assertThat(run("--attach", "fw", "--processor", "/nowhere.jar")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", noJar.toString())).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", none.toString())).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", two.toString())).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", two + ":a.B")).isEqualTo(1);
        List<String> lines = errors.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("okko proc fw: /nowhere.jar: no such file");
        assertThat(lines.get(1)).startsWith("okko proc fw: " + noJar + ": is no jar: ");
        assertThat(lines.get(2)).isEqualTo("okko proc fw: " + none + ": holds no processor; expected a public class"
                + " that implements okko.external.api.Processor and has a public constructor without parameters");
        assertThat(lines.get(3)).isEqualTo("okko proc fw: " + two + ": holds several processors; name one of them, as"
                + " in " + two + ":okko.external.cli.CountingProcessor");
        assertThat(lines.getLast()).contains("a.B: no such class on the class path");
    }

    @Test
    void shouldTakeTheOnlyProcessorOfAJarOrTheOneThatIsNamed() throws IOException {
        Path one = jarOf("one.jar", CountingProcessor.class, NoConstructor.class);
        Path two = jarOf("two.jar", CountingProcessor.class, SettingsProcessor.class);
        String named = two + ":" + CountingProcessor.class.getName();
        assertThat(run("--once", "--attach", "fw", "--processor", one.toString())).isEqualTo(1);
        assertThat(run("--once", "--attach", "fw", "--processor", named)).isEqualTo(1);
        assertThat(errors.toString().lines()).hasSize(2).allMatch(line -> line.contains("no switch listens at"));
    }

    private Path jarOf(String name, Class<?>... classes) throws IOException {
        Path jar = directory.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var contents = type.getClassLoader().getResourceAsStream(entry)) {
                    contents.transferTo(out);
                }
            }
        }
        return jar;
    }

    @Test
    void shouldSayWhatIsWrongWithAnObjectFile() throws IOException {
        Path truncated = directory.resolve("cut.o");
        Files.write(truncated, new byte[] {0x7f, 'E', 'L', 'F'});
        assertThat(run("--attach", "fw", "--processor", "/nowhere/fw.o")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", truncated.toString())).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", OBJECTS + "pass.o", "--program", "missing")).isEqualTo(1);
        assertThat(errors.toString().lines()).hasSize(3);
        assertThat(errors.toString().lines().toList().get(0)).isEqualTo("okko proc fw: /nowhere/fw.o: no such file");
        assertThat(errors.toString().lines().toList().get(1)).startsWith("okko proc fw: " + truncated + ": ");
        assertThat(errors.toString().lines().toList().get(2)).startsWith("okko proc fw: " + OBJECTS + "pass.o: ");
    }

    @Test
    void shouldKnowWhatComesWithOkkoByAShortName() {
        for (String name : List.of("pass", "p0f", "firewall", "dapper")) {
            assertThat(run("--once", "--attach", "fw", "--processor", name)).isEqualTo(1);
        }
        assertThat(errors.toString().lines()).hasSize(4).allMatch(line -> line.contains("no switch listens at"));
    }

    @Test
    void shouldSayWhatIsWrongWithASetting() {
        String limited = SettingsProcessor.class.getName();
        assertThat(run("--attach", "fw", "--processor", limited)).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", limited, "--set", "file=/x", "--set", "rate=many")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", limited, "--set", "file=/x", "--set", "rat=1")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", limited, "--set", "file=/nowhere/x")).isEqualTo(1);
        assertThat(run("--attach", "fw", "--processor", "pass", "--set", "rate=1")).isEqualTo(1);
        assertThat(errors.toString().lines()).containsExactly(
                "okko proc fw: a setting is missing: --set file=...",
                "okko proc fw: --set rate: expected a number from 1 to 100, not many",
                "okko proc fw: --set rat: no such setting; this processor has file, rate",
                "okko proc fw: /nowhere/x: cannot be opened",
                "okko proc fw: --set rate: no such setting; this processor has none");
    }

    @Test
    void shouldSayThatMetricsCannotBeServed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--once", "--attach", "fw", "--processor", "pass", "--metrics", port)).isEqualTo(1);
        }
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(errors.toString()).startsWith("okko proc fw: --metrics ").contains("Address already in use");
    }

    @Test
    void shouldRefuseWrongUsage() {
        assertThat(run("--processor", "a.B")).isEqualTo(2);
        assertThat(run("--attach", "fw")).isEqualTo(2);
        assertThat(run("--attach", "f w", "--processor", "a.B")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "a.B", "--engine", "jit")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "a.o", "--engine", "fast")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "a.o", "--classpath", "b.jar")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "pass", "--metrics", "here")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "pass", "--metrics", "localhost:70000")).isEqualTo(2);
        assertThat(run("--attach", "fw", "--processor", "pass", "--set", "rate")).isEqualTo(2);
        assertThat(errors.toString()).contains("expected jit or interpreter, not fast");
    }
}
