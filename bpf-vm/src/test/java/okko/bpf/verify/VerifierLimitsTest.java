package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are made to be hard: each gets a verdict, soon. */
@Timeout(60)
class VerifierLimitsTest {

    private static final String STACK = "*(u64 *)(r10 - ";

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
        StringBuilder program = new StringBuilder();
        for (int depth = 0; depth < 8; depth++) {
            program.append("f" + depth + ": r0 = 0\n");
            for (int i = 0; depth < 7 && i < calls; i++) {
                program.append("r1 = " + i + "\ncall f" + (depth + 1) + "\n");
            }
            program.append("exit\n");
        }
        Verdict verdict = Verifier.verify(VerifierCase.image(program.toString()));
        assertThat(verdict).isInstanceOf(calls == 2 ? Verdict.Accepted.class : Verdict.Rejected.class);
    }

    private static long mostOf(String program) {
        return ((Verdict.Accepted) Verifier.verify(VerifierCase.image(program))).analysis().maxInstructions();
    }

    private static List<Finding> findings(String program) {
        return ((Verdict.Rejected) Verifier.verify(VerifierCase.image(program))).findings();
    }
}
