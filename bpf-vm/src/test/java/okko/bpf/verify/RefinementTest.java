package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** What a comparison teaches leaves every pair in that it is true of, and teaches something. */
class RefinementTest {

    private static final int ROUNDS = Integer.getInteger("okko.rounds", 10_000);
    private static final long FIRST_SEED = Long.getLong("okko.seed", 0);
    private static final int MEMBERS = 4;

    @Test
    void shouldKeepEachPairWhereItsComparisonComesOut() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Numbers left = Numbers.random(random, MEMBERS);
            Numbers right = random.nextInt(3) == 0 ? left : Numbers.random(random, MEMBERS);
            for (Condition condition : Condition.values()) {
                for (Width width : Width.values()) {
                    Refinement where = Refinement.where(condition, width, left.value(), right.value());
                    Refinement whereNot = Refinement.whereNot(condition, width, left.value(), right.value());
                    for (long a : left.members()) {
                        for (long b : right.members()) {
                            Refinement learnt = Numbers.isTrue(condition, width, a, b) ? where : whereNot;
                            if (learnt == null || !Numbers.holds(learnt.left(), a)
                                    || !Numbers.holds(learnt.right(), b)) {
                                assertThat(learnt).as("seed %d: %d %s %d (%s), of %s and %s",
                                        seed, a, condition, b, width, left.value(), right.value()).isEqualTo("kept");
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldOnlyTakeNumbersAwayWhenAComparisonTeaches() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Scalar left = Numbers.random(random, MEMBERS).value();
            Scalar right = Numbers.random(random, MEMBERS).value();
            for (Condition condition : Condition.values()) {
                for (Width width : Width.values()) {
                    Refinement learnt = Refinement.where(condition, width, left, right);
                    assertThat(learnt == null
                            || left.includesNumbers(learnt.left()) && right.includesNumbers(learnt.right()))
                            .as("seed %d: %s %s %s (%s): %s", seed, left, condition, right, width, learnt).isTrue();
                }
            }
        }
    }

    @Test
    void shouldKnowTheLowHalfWhenHalvesAreCompared() {
        Scalar low = Refinement.whereNot(Condition.GT, Width.W32, Scalar.UNKNOWN, Scalar.constant(7)).left();
        assertThat(low.lowHalf()).isEqualTo(new Bounds(0, 7, 0, 7));
        assertThat(ScalarArithmetic.low32(low)).isEqualTo(Scalar.between(0, 7));
        assertThat(low.fitsUnsigned32()).isFalse();
    }

    @Test
    void shouldKnowBothSignsOfTheLowHalfWhenHalvesAreComparedAsSigned() {
        Scalar above = Refinement.where(Condition.SGE, Width.W32, Scalar.ofBytes(4), Scalar.constant(-5)).left();
        Scalar both = Refinement.where(Condition.SLT, Width.W32, above, Scalar.constant(9)).left();
        assertThat(both.bounds()).isEqualTo(Scalar.between(0, Scalar.MAX_U32).bounds());
        assertThat(ScalarArithmetic.signExtended(both, 32)).isEqualTo(Scalar.betweenSigned(-5, 8));
    }

    @Test
    void shouldKnowTheBitsWhenATestOfBitsComesOut() {
        Scalar mask = Scalar.constant(0x0C);
        Scalar without = Refinement.whereNot(Condition.SET, Width.W32, Scalar.UNKNOWN, mask).left();
        assertThat(without.bits()).isEqualTo(new KnownBits(0, ~0x0CL));
        Scalar with = Refinement.where(Condition.SET, Width.W64, Scalar.UNKNOWN, Scalar.constant(0x10)).left();
        assertThat(with.bits()).isEqualTo(new KnownBits(0x10, ~0x10L));
        assertThat(Refinement.where(Condition.SET, Width.W32, without, mask)).isNull();
        assertThat(Refinement.where(Condition.SET, Width.W64, Scalar.UNKNOWN, mask).left().umin()).isEqualTo(4);
    }

    @Test
    void shouldTakeTheEndAwayWhenItIsUnequal() {
        Refinement learnt = Refinement.where(Condition.NE, Width.W64, Scalar.between(3, 9), Scalar.constant(9));
        assertThat(learnt.left()).isEqualTo(Scalar.between(3, 8));
        assertThat(Refinement.where(Condition.NE, Width.W32, Scalar.constant(5), Scalar.constant(5))).isNull();
    }
}
