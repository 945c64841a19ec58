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

    /** Each of eight bounds moves over the thresholds, each of 64 low bits is forgotten: no more can change. */
    private static final int MAX_CHANGES = 8 * 24 + 64;

    /** Four bounds, the bits, and once more the bounds when the low half, which held them back, is given up. */
    private static final int MAX_CHANGES_TO_THE_END = 4 + 1 + 4;

    @Test
    void shouldIncludeWhatWasJoinedWhenBoundsAreMoved() {
        Widening widening = widening();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            Scalar before = Numbers.random(random, 1).value();
            Scalar joined = before.hull(Numbers.random(random, 1).value());
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
            Scalar here = Scalar.constant(Numbers.number(random));
            int changes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Scalar coming = Scalar.constant(Numbers.number(random));
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
            Scalar here = Scalar.constant(Numbers.number(random));
            int changes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Scalar coming = Scalar.constant(Numbers.number(random));
                if (!here.includesNumbers(coming)) {
                    here = widening.widened(here, here.hull(coming), Jump.TO_THE_END);
                    changes++;
                }
            }
            assertThat(changes).as("seed %d: %s", seed, here).isLessThanOrEqualTo(MAX_CHANGES_TO_THE_END);
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
