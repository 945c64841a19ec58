package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.bpf.image.ProgramImage;
import org.agrona.collections.Long2ObjectHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are made to be hard: each gets a verdict, soon. */
@Timeout(60)
class VerifierLimitsTest {

    private static final String STACK = "*(u64 *)(r10 - ";

    /** Programs of up to 64 KB, most of which are refused. */
    private static final Map<String, Supplier<String>> HARD = Map.of(
            "a finding behind many branches", () -> branches(2_600) + "r3 = *(u8 *)(r1 + 9)\nexit",
            "a finding behind a full stack", () -> stackFull() + branches(2_600) + "r3 = *(u8 *)(r1 + 9)\nexit",
            "many findings", VerifierLimitsTest::manyFindings,
            "calls that multiply", () -> calls(500),
            "loops in one another", () -> nestedWalks(16),
            "loops in one another, too deep", () -> nestedWalks(17));

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12, 24, 48, 96})
    void shouldTakeStepsInProportionWhenBranchesAreIndependent(int branches) {
        assertThat(steps("r0 = 0\n" + branches(branches) + "exit")).isLessThanOrEqualTo(3L * branches + 4);
    }

    @ParameterizedTest
    @MethodSource("hard")
    void shouldBoundTheStepsOfAllLooksWhenProgramsAreHard(String name) {
        assertThat(steps(HARD.get(name).get())).as(name).isLessThan(320_000);
    }

    @Test
    void shouldDecideIn64MegabytesWhenProgramsAreHard() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process child = new ProcessBuilder(java, "-Xmx64m", "-XX:+UseSerialGC", "--add-exports",
                "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", classPath(), VerifierLimitsTest.class.getName())
                .redirectErrorStream(true).start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).contains("verdicts: " + HARD.size());
    }

    /** Where the tests, the verifier, and the collections that it uses were loaded from. */
    private static String classPath() {
        return Stream.of(VerifierLimitsTest.class, Verifier.class, Long2ObjectHashMap.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What the child of a test does: verifies all hard programs. */
    static void main() {
        long verdicts = hard().map(name -> Verifier.verify(VerifierCase.image(HARD.get(name).get()))).count();
        System.out.println("verdicts: " + verdicts);
    }

    static Stream<String> hard() {
        return HARD.keySet().stream().sorted();
    }

    private static long steps(String program) {
        ProgramImage image = VerifierCase.image(program);
        var looks = new Looks(image, VerifyOptions.DEFAULT, new CallGraph(image.code()), StateLog.NONE);
        looks.verdict();
        return looks.steps();
    }

    private static String branches(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "if r2 & " + (1 << i % 16) + " goto +1\nr0 = " + i * 7_919 % 100_003 + "\n")
                .collect(Collectors.joining());
    }

    private static String stackFull() {
        return IntStream.rangeClosed(1, 64).mapToObj(i -> STACK + 8 * i + ") = r2\n").collect(Collectors.joining());
    }

    private static String manyFindings() {
        return IntStream.range(0, 2_600)
                .mapToObj(i -> "if r2 & " + (1 << i % 16) + " goto +1\nr0 = *(u8 *)(r1 + " + i % 200 + ")\n")
                .collect(Collectors.joining()) + "exit";
    }

    private static String nestedWalks(int loops) {
        var program = new StringBuilder("r0 = 0\nr3 = r1\nr3 += r2\n");
        for (int i = 0; i < loops; i++) {
            program.append("t" + i + ": r4 = r1\nr4 += 2\nif r4 > r3 goto e" + i + "\nr5 = *(u8 *)(r1 + 0)\n"
                    + "r1 = r4\nr1 += r5\nr0 += 1\nif r0 & " + (i + 1) + " goto t" + i + "\n");
        }
        for (int i = loops - 1; i >= 0; i--) {
            program.append("if r0 < 1000 goto t" + i + "\ne" + i + ": r0 += 1\n");
        }
        return program + "exit";
    }

    private static String calls(int calls) {
        var program = new StringBuilder();
        for (int depth = 0; depth < 8; depth++) {
            program.append("f" + depth + ": r0 = 0\n");
            for (int i = 0; depth < 7 && i < calls; i++) {
                program.append("r1 = " + i + "\ncall f" + (depth + 1) + "\n");
            }
            program.append("exit\n");
        }
        return program.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12, 24, 48, 4_000})
    void shouldAcceptWhenBranchesAreIndependent(int branches) {
        StringBuilder program = new StringBuilder("r0 = 0\n");
        for (int i = 0; i < branches; i++) {
            program.append("if r2 & ").append(1 << i % 16).append(" goto +1\nr0 += ").append(i).append('\n');
        }
        assertThat(mostOf(program + "exit")).isEqualTo(2L * branches + 2);
    }

    @Test
    void shouldAcceptWhenBranchesWriteAllSlotsOfTheStack() {
        StringBuilder program = new StringBuilder("r0 = 0\n");
        IntStream.rangeClosed(1, 64).forEach(i -> program.append(STACK + 8 * i + ") = r2\n"));
        for (int i = 0; i < 2_000; i++) {
            program.append("if r2 & ").append(1 << i % 16).append(" goto +1\n")
                    .append(STACK + 8 * (1 + i % 64) + ") = ").append(i * 7_919 % 100_003).append('\n');
        }
        assertThat(mostOf(program + "exit")).isEqualTo(64 + 2 * 2_000 + 2);
    }

    @Test
    void shouldAcceptWhenLoopsFollowEachOther() {
        StringBuilder program = new StringBuilder("r0 = 0\n");
        for (int i = 0; i < 1_000; i++) {
            program.append("r3 = 0\nt" + i + ": r3 += 1\nif r3 < 5 goto t" + i + "\n");
        }
        assertThat(mostOf(program + "exit")).isEqualTo(1_000 * 11 + 2);
    }

    @Test
    void shouldSayHowManyRoundsWhenNestedLoopsOverThePacketMultiply() {
        StringBuilder program = new StringBuilder("r0 = 0\n");
        IntStream.range(0, 3).forEach(i -> program.append("r" + (3 + i) + " = 0\nt" + i + ": r" + (3 + i) + " += 1\n"));
        for (int i = 2; i >= 0; i--) {
            program.append("if r" + (3 + i) + " < r2 goto t" + i + "\n");
        }
        assertThat(findings(program + "exit")).singleElement().satisfies(finding -> {
            assertThat(finding.needs()).isEqualTo("a program that ends within 8,388,608 instructions");
            assertThat(finding.known()).contains("most of them in the loop that begins at pc");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 500})
    void shouldGiveUpWhenCallsMultiply(int calls) {
        Verdict verdict = Verifier.verify(VerifierCase.image(calls(calls)));
        assertThat(verdict).isInstanceOf(calls == 2 ? Verdict.Accepted.class : Verdict.Rejected.class);
    }

    private static long mostOf(String program) {
        return ((Verdict.Accepted) Verifier.verify(VerifierCase.image(program))).analysis().maxInstructions();
    }

    private static List<Finding> findings(String program) {
        return ((Verdict.Rejected) Verifier.verify(VerifierCase.image(program))).findings();
    }
}
