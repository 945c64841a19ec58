package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Joining loses no number, intersecting no common one, and what includes another holds its numbers. */
class ScalarTest {

    private static final int ROUNDS = Integer.getInteger("okko.rounds", 20_000);
    private static final long FIRST_SEED = Long.getLong("okko.seed", 0);
    private static final int MEMBERS = 4;

    @Test
    void shouldHoldTheNumbersOfBothWhenTwoAreJoined() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Numbers left = Numbers.random(random, MEMBERS);
            Numbers right = Numbers.random(random, MEMBERS);
            Scalar hull = left.value().hull(right.value());
            assertThat(hull.includes(left.value()) && hull.includes(right.value()))
                    .as("seed %d: %s and %s in %s", seed, left.value(), right.value(), hull).isTrue();
            assertThat(left.areIn(hull) && right.areIn(hull)).as("seed %d: %s", seed, hull).isTrue();
        }
    }

    @Test
    void shouldHoldTheCommonNumbersWhenTwoAreIntersected() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Numbers left = Numbers.random(random, MEMBERS);
            Numbers right = Numbers.random(random, MEMBERS);
            Scalar both = left.value().intersection(right.value());
            Scalar low = left.value().withLowHalfOf(right.value());
            for (long each : left.members()) {
                assertThat(!Numbers.holds(right.value(), each) || Numbers.holds(both, each) && Numbers.holds(low, each))
                        .as("seed %d: %d of %s and %s", seed, each, left.value(), right.value()).isTrue();
            }
            assertThat(both == null || left.value().includesNumbers(both))
                    .as("seed %d: %s and %s: %s", seed, left.value(), right.value(), both).isTrue();
        }
    }

    @Test
    void shouldKeepItsNumbersWhenEndsAreAlignedToBits() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Numbers numbers = Numbers.random(new Random(seed), MEMBERS);
            Scalar aligned = numbers.value().aligned();
            assertThat(numbers.areIn(aligned)).as("seed %d: %s", seed, aligned).isTrue();
            assertThat(numbers.value().includesNumbers(aligned)).as("seed %d: %s", seed, aligned).isTrue();
        }
    }

    @Test
    void shouldBeNoNumberWhenBitsAndRangesExcludeEachOther() {
        assertThat(Scalar.of(Bounds.constant(4), new KnownBits(1, ~1L), null)).isNull();
        assertThat(Scalar.of(new Bounds(0, 3, 0, 3), KnownBits.NONE, new Bounds(5, 9, 5, 9))).isNull();
        assertThat(Scalar.between(1, 3).intersection(Scalar.between(5, 9))).isNull();
        assertThat(Scalar.ofBits(new KnownBits(0x10, ~0x10L)).intersection(Scalar.between(0, 15))).isNull();
    }

    @Test
    void shouldSayNothingOfTheLowHalfApartWhenTheWholeSaysItAll() {
        assertThat(Scalar.of(new Bounds(0, 9, 0, 9), KnownBits.NONE, new Bounds(0, 9, 0, 9)))
                .isEqualTo(Scalar.between(0, 9));
        assertThat(Scalar.of(new Bounds(0, 9, 0, 9), KnownBits.NONE, new Bounds(0, 5, 0, 5)))
                .isEqualTo(Scalar.between(0, 5));
    }
}
