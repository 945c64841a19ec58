package okko.eval.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GateTest {

    @Test
    void shouldBeStableWhenTheIntervalContainsOneAndIsNarrow() {
        Gate gate = Gate.of(ratio(0.995, 1.012), 0.03);

        assertThat(gate.verdict()).isEqualTo(Gate.Verdict.STABLE);
        assertThat(gate.reason()).isEqualTo("A/A ratio 0.995 to 1.012 contains 1 and is at most 3.0 % wide");
    }

    @Test
    void shouldBeUnstableWhenTheIntervalIsWide() {
        Gate gate = Gate.of(ratio(0.96, 1.05), 0.03);

        assertThat(gate.verdict()).isEqualTo(Gate.Verdict.UNSTABLE);
        assertThat(gate.reason()).isEqualTo("A/A ratio 0.960 to 1.050 is 9.0 % wide, more than 3.0 %");
    }

    @Test
    void shouldBeUnstableWhenASystemDiffersFromItself() {
        Gate gate = Gate.of(ratio(1.004, 1.01));

        assertThat(gate.verdict()).isEqualTo(Gate.Verdict.UNSTABLE);
        assertThat(gate.reason())
                .isEqualTo("A/A ratio 1.004 to 1.010 does not contain 1: two runs of the same system differ");
    }

    @Test
    void shouldBeUnstableWhenTheRatioIsNoNumber() {
        assertThat(Gate.of(ratio(Double.NaN, Double.NaN)).isStable()).isFalse();
    }

    @Test
    void shouldNameAWinnerOnlyWhenStableAndTheIntervalExcludesOne() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            double low = 0.9 + 0.2 * random.nextDouble();
            double high = low + 0.1 * random.nextDouble();
            Gate gate = random.nextBoolean() ? Gate.of(ratio(0.98, 1.01)) : Gate.of(ratio(0.9, 1.41));

            Winner winner = Winner.of(ratio(low, high), gate);

            Winner turned = Winner.of(ratio(1 / high, 1 / low), gate);
            assertThat(winner == Winner.UNSTABLE).as("seed %d, case %d", seed, i).isEqualTo(!gate.isStable());
            assertThat(turned).as("seed %d, case %d", seed, i).isEqualTo(switch (winner) {
                case FIRST -> Winner.SECOND;
                case SECOND -> Winner.FIRST;
                case NO_DIFFERENCE, UNSTABLE -> winner;
            });
            if (winner == Winner.FIRST) {
                assertThat(low).isGreaterThan(1);
            }
        }
    }

    @Test
    void shouldSayNoDifferenceWhenTheIntervalContainsOne() {
        assertThat(Winner.of(ratio(1, 1.2), Gate.of(ratio(0.99, 1.01)))).isEqualTo(Winner.NO_DIFFERENCE);
    }

    @Test
    void shouldRefuseWhenTheLimitIsNotAboveZero() {
        assertThatThrownBy(() -> Gate.of(ratio(1, 1), 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be above 0: mostWidth=0.0");
    }

    private static Estimate ratio(double low, double high) {
        return new Estimate((low + high) / 2, low, high, Interval.BOOTSTRAP_95);
    }
}
