package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.isa.Code;
import okko.bpf.verify.Widening.Jump;
import org.junit.jupiter.api.Test;

/** Widening loses no number, and comes to an end whatever comes round a loop. */
class WideningTest {

    private static final int RUNS = 2_000;
    private static final int ROUNDS = 500;

    /** Each of four bounds moves over the thresholds, each of 64 low bits is forgotten: no more can change. */
    private static final int MAX_CHANGES = 4 * 24 + 64;

    @Test
    void shouldIncludeWhatWasJoinedWhenBoundsAreMoved() {
        Widening widening = widening();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            Scalar before = ScalarArithmeticTest.around(ScalarArithmeticTest.number(random), random);
            Scalar joined = before.hull(ScalarArithmeticTest.around(ScalarArithmeticTest.number(random), random));
            for (Jump jump : Jump.values()) {
                assertThat(widening.widened(before, joined, jump).includesNumbers(joined))
                        .as("seed %d: %s to %s, %s", seed, before, joined, jump)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldStopChangingWhenNumbersKeepComing() {
        Widening widening = widening();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            Scalar here = Scalar.constant(ScalarArithmeticTest.number(random));
            int changes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Scalar coming = Scalar.constant(ScalarArithmeticTest.number(random));
                if (!here.includesNumbers(coming)) {
                    here = widening.widened(here, here.hull(coming), Jump.TO_THRESHOLD);
                    changes++;
                }
            }
            assertThat(changes).as("seed %d: %s", seed, here).isLessThanOrEqualTo(MAX_CHANGES);
        }
    }

    @Test
    void shouldMoveEachBoundAtMostOnceWhenItJumpsToTheEnd() {
        Widening widening = widening();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            Scalar here = Scalar.constant(ScalarArithmeticTest.number(random));
            int changes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Scalar coming = Scalar.constant(ScalarArithmeticTest.number(random));
                if (!here.includesNumbers(coming)) {
                    here = widening.widened(here, here.hull(coming), Jump.TO_THE_END);
                    changes++;
                }
            }
            assertThat(changes).as("seed %d: %s", seed, here).isLessThanOrEqualTo(5);
        }
    }

    private static Widening widening() {
        Code code = Assembler.assemble("""
                r3 = 0
                next: r3 += 1
                if r3 != 100 goto next
                r0 = 0
                exit
                """);
        FlowGraph graph = new CallGraph(code).graph(0);
        Loops loops = graph.loops();
        return Widening.of(graph, loops.loopAt(loops.whole(), 1), List.of(State.atEntry(Abi.OKO)));
    }
}
