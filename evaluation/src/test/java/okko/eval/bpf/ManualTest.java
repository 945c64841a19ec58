package okko.eval.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What the manuals show {@code okko bpf verify} print about the examples beside them is what it prints. */
class ManualTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Path EXAMPLES = DOCS.resolve("examples");
    private static final String COMMAND = "$ okko bpf ";
    private static final String WITHOUT_FINDINGS = " 2>/dev/null";

    @TestFactory
    Stream<DynamicTest> shouldPrintWhatTheManualsShow() {
        return Stream.of("verifier.md", "bpf.md", "programs.md").flatMap(ManualTest::shown)
                .map(shown -> DynamicTest.dynamicTest(shown.command,
                        () -> assertThat(printed(shown.command)).isEqualTo(shown.output)));
    }

    /** A command in a manual, and the lines below it. */
    private record Shown(String command, List<String> output) {}

    private static Stream<Shown> shown(String manual) {
        List<Shown> shown = new ArrayList<>();
        List<String> output = null;
        for (String line : lines(DOCS.resolve(manual))) {
            if (line.startsWith(COMMAND + "verify ")) {
                output = new ArrayList<>();
                shown.add(new Shown(line.substring(COMMAND.length()), output));
            } else if (line.startsWith("$ ") || line.startsWith("```")) {
                output = null;
            } else if (output != null) {
                output.add(line);
            }
        }
        return shown.stream().filter(each -> Files.exists(EXAMPLES.resolve(each.command.split(" ")[1])));
    }

    private static List<String> printed(String command) {
        StringWriter text = new StringWriter();
        boolean isFindingsToo = !command.endsWith(WITHOUT_FINDINGS);
        String[] arguments = Arrays.stream(command.replace(WITHOUT_FINDINGS, "").split(" "))
                .map(word -> word.endsWith(".o") ? EXAMPLES.resolve(word).toString() : word)
                .toArray(String[]::new);
        new CommandLine(new BpfCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(isFindingsToo ? text : Writer.nullWriter()))
                .execute(arguments);
        return text.toString().replace(EXAMPLES + "/", "").lines().toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
