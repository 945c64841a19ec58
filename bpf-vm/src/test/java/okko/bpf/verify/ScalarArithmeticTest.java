package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** Every number that the machine may compute lies in the range that the verifier computes. */
class ScalarArithmeticTest {

    private static final int ROUNDS = 15_000;

    @Test
    void shouldHoldEveryResultWhenOperandsLieInTheirRanges() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            long left = number(random);
            long right = number(random);
            Scalar a = around(left, random);
            Scalar b = around(right, random);
            for (AluOp op : AluOp.values()) {
                for (Width width : Width.values()) {
                    Scalar result = ScalarArithmetic.apply(op, width, a, b);
                    long concrete = concrete(op, width, left, right);
                    assertThat(holds(result, concrete))
                            .as("seed %d: %d %s %d (%s) = %d in %s", seed, left, op, right, width, concrete, result)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldKeepTheNumbersWhenTheirComparisonIsTrue() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            long left = number(random);
            long right = random.nextInt(4) == 0 ? left : number(random);
            Scalar a = around(left, random);
            Scalar b = around(right, random);
            for (Condition condition : Condition.values()) {
                for (Width width : Width.values()) {
                    Refinement refinement = isTrue(condition, width, left, right)
                            ? Refinement.where(condition, width, a, b)
                            : Refinement.whereNot(condition, width, a, b);
                    assertThat(refinement != null && holds(refinement.left(), left) && holds(refinement.right(), right))
                            .as("seed %d: %d %s %d (%s): %s", seed, left, condition, right, width, refinement)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldHoldTheNumbersOfBothWhenTwoAreJoined() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            long left = number(random);
            long right = number(random);
            Scalar a = around(left, random);
            Scalar b = around(right, random);
            Scalar hull = a.hull(b);
            assertThat(holds(hull, left) && holds(hull, right) && hull.includes(a) && hull.includes(b))
                    .as("seed %d: %s and %s in %s", seed, a, b, hull)
                    .isTrue();
        }
    }

    private static boolean holds(Scalar scalar, long number) {
        return scalar.includes(Scalar.constant(number));
    }

    static long number(Random random) {
        long bits = random.nextLong() >>> random.nextInt(64);
        return random.nextInt(4) == 0 ? -bits : bits;
    }

    /** A range with the number in it, sometimes with bits known. */
    static Scalar around(long number, Random random) {
        long distance = random.nextLong() >>> 1 + random.nextInt(63);
        Scalar range = switch (random.nextInt(5)) {
            case 0 -> Scalar.constant(number);
            case 1 -> Scalar.UNKNOWN;
            case 2 -> Scalar.betweenSigned(
                    number - distance > number ? Long.MIN_VALUE : number - distance,
                    number + distance < number ? Long.MAX_VALUE : number + distance);
            case 3 -> Scalar.between(
                    Long.compareUnsigned(number, distance) < 0 ? 0 : number - distance,
                    Long.compareUnsigned(number + distance, number) < 0 ? -1 : number + distance);
            default -> {
                long unknown = random.nextLong() & random.nextLong();
                yield Scalar.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, new KnownBits(number & ~unknown, unknown));
            }
        };
        assertThat(holds(range, number)).isTrue();
        return range;
    }

    private static boolean isTrue(Condition condition, Width width, long left, long right) {
        long a = width == Width.W64 ? left : (int) left;
        long b = width == Width.W64 ? right : (int) right;
        return switch (condition) {
            case EQ -> a == b;
            case NE -> a != b;
            case SET -> (a & b) != 0;
            case GT -> Long.compareUnsigned(a, b) > 0;
            case GE -> Long.compareUnsigned(a, b) >= 0;
            case LT -> Long.compareUnsigned(a, b) < 0;
            case LE -> Long.compareUnsigned(a, b) <= 0;
            case SGT -> a > b;
            case SGE -> a >= b;
            case SLT -> a < b;
            case SLE -> a <= b;
        };
    }

    private static long concrete(AluOp op, Width width, long left, long right) {
        return width == Width.W64
                ? concrete64(op, left, right)
                : concrete32(op, (int) left, (int) right) & 0xFFFF_FFFFL;
    }

    private static long concrete64(AluOp op, long left, long right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
            case SDIV -> right == 0 ? 0 : left / right;
            case OR -> left | right;
            case AND -> left & right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
            case SMOD -> right == 0 ? left : left % right;
            case XOR -> left ^ right;
            case MOV -> right;
            case ARSH -> left >> right;
        };
    }

    private static long concrete32(AluOp op, int left, int right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> right == 0 ? 0 : Integer.divideUnsigned(left, right);
            case SDIV -> right == 0 ? 0 : left / right;
            case OR -> left | right;
            case AND -> left & right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case MOD -> right == 0 ? left : Integer.remainderUnsigned(left, right);
            case SMOD -> right == 0 ? left : left % right;
            case XOR -> left ^ right;
            case MOV -> right;
            case ARSH -> left >> right;
        };
    }
}
