package okko.eval.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.asm.Assembler;
import okko.bpf.isa.Encoder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class ConformanceCommandTest {

    private static final String ERROR = "error:";

    /** Two blanks between bytes, as the conformance project's runner writes them. */
    private static final HexFormat SPACED = HexFormat.of().withSuffix("  ");

    @TestFactory
    Stream<DynamicTest> shouldGiveTheResultWhenEitherEngineRunsTheProgram() throws IOException {
        return cases().stream().flatMap(fields -> Stream.of("jit", "interpreter").map(engine ->
                DynamicTest.dynamicTest(fields[0] + ", " + engine, () -> check(fields, engine))));
    }

    private static void check(String[] fields, String engine) {
        String program = SPACED.formatHex(Encoder.encode(Assembler.assemble(fields[2].replace(";", "\n"))));
        Outcome outcome = fields[1].equals("-")
                ? run(program, "--engine", engine)
                : run(program, fields[1], "--engine", engine);

        if (fields[3].startsWith(ERROR)) {
            assertThat(outcome.status).isEqualTo(1);
            assertThat(outcome.out).isEmpty();
            assertThat(outcome.err).contains(fields[3].substring(ERROR.length()).strip()).hasLineCount(1);
        } else {
            assertThat(outcome.err).isEmpty();
            assertThat(outcome.out).isEqualTo(fields[3]);
            assertThat(outcome.status).isZero();
        }
    }

    @Test
    void shouldReadOneLineWithTwoBlanksBetweenBytes() {
        Outcome outcome = run("71  10  01  00  00  00  00  00  95  00  00  00  00  00  00  00  \n", "aa  bb  ");

        assertThat(outcome.out).isEqualTo("bb");
    }

    @Test
    void shouldEnterMainWhenTheProgramIsAnObjectFile() throws IOException {
        byte[] object;
        try (var stream = ConformanceCommandTest.class.getResourceAsStream("main.o")) {
            object = stream.readAllBytes();
        }

        assertThat(run(SPACED.formatHex(object), "01  02  03  ", "--elf")).isEqualTo(new Outcome(0, "6", ""));
        assertThat(run(SPACED.formatHex(object), "--engine", "interpreter", "--elf")).isEqualTo(new Outcome(0, "0", ""));
    }

    @Test
    void shouldSayWhatIsWrongInOneLineWhenTheInputIsNoProgram() {
        assertThat(run("zz")).isEqualTo(
                new Outcome(1, "", "program is not hexadecimal: not a hexadecimal digit: \"z\" = 122"));
        assertThat(run("95 00 00 00 00 00 00 00", "abc").err).startsWith("memory is not hexadecimal");
        assertThat(run("").err).contains("empty");
        assertThat(run("7f 45 4c 46", "--elf").status).isEqualTo(1);
    }

    @Test
    void shouldExitWithTwoWhenTheUsageIsWrong() {
        assertThat(run("95 00 00 00 00 00 00 00", "--engine", "gpu").status).isEqualTo(2);
    }

    private static List<String[]> cases() throws IOException {
        try (var stream = ConformanceCommandTest.class.getResourceAsStream("conformance.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Stream.of(line.split("\\|")).map(String::strip).toArray(String[]::new))
                    .toList();
        }
    }

    private static Outcome run(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = new CommandLine(new ConformanceCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII))))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Outcome(status, out.toString().strip(), err.toString().strip());
    }

    private record Outcome(int status, String out, String err) {}
}
