package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges hold what they must, and no range is wider than it needs to be. */
class BoundsTest {

    private static final int NUMBERS = 16;
    private static final int ROUNDS = Integer.getInteger("okko.rounds", 10_000);

    /** All pairs of ranges of four bits, at the low end and at the sign. */
    @Test
    void shouldFindTheLeastAndTheGreatestResultWhenBitsAreCombined() {
        for (BitwiseBounds operation : BitwiseBounds.values()) {
            for (int shift : new int[] {0, 60}) {
                for (long first = 0; first < NUMBERS * NUMBERS * NUMBERS * NUMBERS; first++) {
                    long a = first % NUMBERS;
                    long b = first / NUMBERS % NUMBERS;
                    long c = first / NUMBERS / NUMBERS % NUMBERS;
                    long d = first / NUMBERS / NUMBERS / NUMBERS;
                    if (a <= b && c <= d) {
                        check(operation, shift, a, b, c, d);
                    }
                }
            }
        }
    }

    private static void check(BitwiseBounds operation, int shift, long a, long b, long c, long d) {
        long least = -1;
        long greatest = 0;
        long low = (1L << shift) - 1;       // the range of the high bits holds all that end in any low bits
        for (long left = a; left <= b; left++) {
            for (long right = c; right <= d; right++) {
                long result = switch (operation) {
                    case AND -> left & right;
                    case OR -> left | right;
                    case XOR -> left ^ right;
                };
                least = Bounds.minUnsigned(least, result << shift);
                greatest = Bounds.maxUnsigned(greatest, result << shift | low);
            }
        }
        assertThat(operation.least(a << shift, b << shift | low, c << shift, d << shift | low))
                .as("least of [%d, %d] %s [%d, %d]", a, b, operation, c, d).isEqualTo(least);
        assertThat(operation.greatest(a << shift, b << shift | low, c << shift, d << shift | low))
                .as("greatest of [%d, %d] %s [%d, %d]", a, b, operation, c, d).isEqualTo(greatest);
    }

    @Test
    void shouldBeTheSameHoweverOftenRangesSharpenEachOther() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Bounds bounds = Bounds.of(Numbers.number(random), Numbers.number(random), Numbers.number(random),
                    Numbers.number(random));
            if (bounds != null) {
                assertThat(Bounds.of(bounds.umin(), bounds.umax(), bounds.smin(), bounds.smax()))
                        .as("seed %d", seed).isEqualTo(bounds);
                assertThat(bounds.isSplit() ? bounds.negative().hull(bounds.notNegative()) : bounds)
                        .as("seed %d", seed).isEqualTo(bounds);
            }
        }
    }

    @Test
    void shouldLeaveThePieceThatIsLeftWhenOneSignIsExcluded() {
        assertThat(Bounds.of(30, -1, -10, 20)).isEqualTo(new Bounds(-10, -1, -10, -1));
        assertThat(Bounds.of(3, -4, -10, 20)).isEqualTo(new Bounds(3, -4, -10, 20));
        assertThat(Bounds.of(30, -20, -10, 20)).isNull();
    }

    @Test
    void shouldKnowTheLowBitsWhenARangeHasNoGapThere() {
        assertThat(new Bounds(254, 258, 254, 258).signExtended(8)).isEqualTo(new Bounds(0, -1, -2, 2));
        assertThat(new Bounds(126, 130, 126, 130).signExtended(8)).isEqualTo(new Bounds(126, -126, -128, 127));
        assertThat(new Bounds(0, 256, 0, 256).signExtended(8)).isEqualTo(new Bounds(0, -1, -128, 127));
    }

    @Test
    void shouldMoveTheEndsWhenTheLowHalfIsKnown() {
        Bounds toSeven = new Bounds(3, 7, 3, 7);
        assertThat(Bounds.constant(1L << 33).hull(Bounds.constant(3L << 33)).withLowHalf(toSeven))
                .isEqualTo(new Bounds((1L << 33) + 3, (3L << 33) - (1L << 32) + 7,
                        (1L << 33) + 3, (3L << 33) - (1L << 32) + 7));
        assertThat(Bounds.constant(8).withLowHalf(toSeven)).isNull();
        assertThat(Bounds.constant(-1).withLowHalf(toSeven)).isNull();
    }
}
