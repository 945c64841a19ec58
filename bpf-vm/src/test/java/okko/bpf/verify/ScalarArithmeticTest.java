package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number that the machine may compute lies in what the verifier computes, and often nothing else does. */
class ScalarArithmeticTest {

    private static final int ROUNDS = Integer.getInteger("okko.rounds", 10_000);
    private static final long FIRST_SEED = Long.getLong("okko.seed", 0);
    private static final int MEMBERS = 4;

    @Test
    void shouldHoldEveryResultWhenOperandsAreAmongTheNumbers() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Numbers left = Numbers.random(random, MEMBERS);
            Numbers right = Numbers.random(random, MEMBERS);
            for (AluOp op : AluOp.values()) {
                for (Width width : Width.values()) {
                    Scalar result = ScalarArithmetic.apply(op, width, left.value(), right.value());
                    for (long a : left.members()) {
                        for (long b : right.members()) {
                            long concrete = Numbers.result(op, width, a, b);
                            if (!Numbers.holds(result, concrete)) {
                                assertThat(result).as("seed %d: %d %s %d (%s) = %d, of %s and %s",
                                        seed, a, op, b, width, concrete, left.value(), right.value()).isNull();
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldHoldEveryResultWhenANumberIsConverted() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Numbers numbers = Numbers.random(new Random(seed), MEMBERS);
            Scalar value = numbers.value();
            for (long a : numbers.members()) {
                for (int bits : new int[] {8, 16, 32}) {
                    assertThat(Numbers.holds(ScalarArithmetic.signExtended(value, bits), a << 64 - bits >> 64 - bits))
                            .as("seed %d: the low %d bits of %d, signed, of %s", seed, bits, a, value).isTrue();
                }
                for (int bits : new int[] {16, 32, 64}) {
                    long low = a << 64 - bits >>> 64 - bits;
                    long swapped = Long.reverseBytes(a) >>> 64 - bits;
                    assertThat(Numbers.holds(ScalarArithmetic.truncated(value, bits / 8), low)
                            && Numbers.holds(ScalarArithmetic.swapped(ByteOrder.LE, bits, value), low)
                            && Numbers.holds(ScalarArithmetic.swapped(ByteOrder.BE, bits, value), swapped)
                            && Numbers.holds(ScalarArithmetic.swapped(ByteOrder.SWAP, bits, value), swapped))
                            .as("seed %d: the low %d bits of %d, of %s", seed, bits, a, value).isTrue();
                }
                assertThat(Numbers.holds(ScalarArithmetic.truncated(value, 1), a & 0xFF)
                        && Numbers.holds(ScalarArithmetic.negated(Width.W64, value), -a)
                        && Numbers.holds(ScalarArithmetic.negated(Width.W32, value), -(int) a & 0xFFFF_FFFFL))
                        .as("seed %d: %d of %s", seed, a, value).isTrue();
            }
        }
    }

    @Test
    void shouldComputeAConstantWhenOperandsAreConstants() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            long a = Numbers.number(random);
            long b = Numbers.number(random);
            for (AluOp op : AluOp.values()) {
                for (Width width : Width.values()) {
                    assertThat(ScalarArithmetic.apply(op, width, Scalar.constant(a), Scalar.constant(b)))
                            .as("seed %d: %d %s %d (%s)", seed, a, op, b, width)
                            .isEqualTo(Scalar.constant(Numbers.result(op, width, a, b)));
                }
            }
        }
    }

    /** How often, of 1,000 pairs of small intervals anywhere, both ranges of the result are the least possible. */
    @ParameterizedTest
    @CsvSource({
        "MOV, 1000, 1000", "AND, 1000, 1000", "OR, 1000, 1000", "XOR, 1000, 1000",
        "ADD, 990, 989", "SUB, 986, 989", "MUL, 427, 317",
        "DIV, 989, 989", "SDIV, 941, 918", "MOD, 940, 822", "SMOD, 945, 820",
        "LSH, 939, 1000", "RSH, 999, 1000", "ARSH, 1000, 1000"
    })
    void shouldFindTheLeastRangesWhenIntervalsAreSmall(AluOp op, int ofWholeNumbers, int ofHalves) {
        assertThat(optimal(op, Width.W64)).as("64 bits").isGreaterThanOrEqualTo(ofWholeNumbers);
        assertThat(optimal(op, Width.W32)).as("32 bits").isGreaterThanOrEqualTo(ofHalves);
    }

    private static int optimal(AluOp op, Width width) {
        int optimal = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            long left = Numbers.number(random);
            long right = isByConstant(op) ? random.nextInt(-40, 40) : Numbers.number(random);
            int more = random.nextInt(12);
            int moreRight = isByConstant(op) ? 0 : random.nextInt(12);
            Bounds exact = null;
            for (int a = 0; a <= more; a++) {
                for (int b = 0; b <= moreRight; b++) {
                    Bounds result = Bounds.constant(Numbers.result(op, width, left + a, right + b));
                    exact = exact == null ? result : exact.hull(result);
                }
            }
            Scalar result = ScalarArithmetic.apply(op, width, interval(left, more), interval(right, moreRight));
            assertThat(result.bounds().includes(exact)).as("seed %d: %s %s", seed, op, width).isTrue();
            optimal += result.bounds().equals(exact) ? 1 : 0;
        }
        return optimal;
    }

    /** Shifts, quotients and remainders are held to constants; a shift by an interval of counts is a rare thing. */
    private static boolean isByConstant(AluOp op) {
        return switch (op) {
            case DIV, SDIV, MOD, SMOD, LSH, RSH, ARSH -> true;
            case ADD, SUB, MUL, AND, OR, XOR, MOV -> false;
        };
    }

    /** What is known of a number that took all values of an interval, whichever order that is one in. */
    private static Scalar interval(long first, int more) {
        Scalar value = Scalar.constant(first);
        for (int i = 1; i <= more; i++) {
            value = value.hull(Scalar.constant(first + i));
        }
        return value;
    }
}
