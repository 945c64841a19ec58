package okko.bpf.verify;

import java.util.Arrays;
import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Width;

/**
 * Some numbers that a machine may hold, and what the verifier may know of them.
 *
 * @param members numbers that it may be, as many as the test looks at
 * @param value   an abstract value that holds all of them
 */
record Numbers(long[] members, Scalar value) {

    /** Where ranges begin, end and wrap. */
    private static final long[] CORNERS = {
        0, 1, -1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE,
        -0x8000_0000L, 0xFFL, 0xFFFFL, 7L << 32, -1L << 32, 0x1234_5678_9ABC_DEF0L
    };

    /** Up to {@code most} numbers, near each other or not, and a value learnt as programs teach it. */
    static Numbers random(Random random, int most) {
        long[] members = new long[1 + random.nextInt(most)];
        long base = number(random);
        long step = random.nextInt(3) == 0 ? 1 : 1L << random.nextInt(40);
        boolean isNear = random.nextInt(4) != 0;
        for (int i = 0; i < members.length; i++) {
            members[i] = isNear ? base + random.nextInt(9) * step : number(random);
        }
        return new Numbers(members, value(members, random));
    }

    static long number(Random random) {
        if (random.nextBoolean()) {
            return CORNERS[random.nextInt(CORNERS.length)] + random.nextInt(11) - 5;
        }
        long bits = random.nextLong() >>> random.nextInt(64);
        return random.nextInt(4) == 0 ? -bits : bits;
    }

    /** Starts from anything, from a range, from bits or from the members themselves; then learns from comparisons. */
    private static Scalar value(long[] members, Random random) {
        Scalar joined = Arrays.stream(members).mapToObj(Scalar::constant).reduce(Scalar::hull).orElseThrow();
        Scalar value = switch (random.nextInt(4)) {
            case 0 -> joined;
            case 1 -> joined.hull(Scalar.constant(number(random)));
            case 2 -> {
                long forgotten = random.nextLong() & random.nextLong() | joined.bits().unknown();
                yield Scalar.ofBits(new KnownBits(members[0] & ~forgotten, forgotten));
            }
            default -> Scalar.UNKNOWN;
        };
        for (int i = random.nextInt(4); i > 0; i--) {
            value = learning(value, members, random);
        }
        return value;
    }

    /** What a comparison with a constant teaches that comes out the same for all members. */
    private static Scalar learning(Scalar value, long[] members, Random random) {
        Condition condition = Condition.values()[random.nextInt(Condition.values().length)];
        Width width = random.nextInt(3) == 0 ? Width.W64 : Width.W32;
        long bound = random.nextBoolean() ? members[random.nextInt(members.length)] + random.nextInt(3) - 1
                : number(random);
        Scalar constant = Scalar.constant(bound);
        if (Arrays.stream(members).allMatch(each -> isTrue(condition, width, each, bound))) {
            return Refinement.where(condition, width, value, constant).left();
        }
        if (Arrays.stream(members).noneMatch(each -> isTrue(condition, width, each, bound))) {
            return Refinement.whereNot(condition, width, value, constant).left();
        }
        return value;
    }

    /** Whether a value holds all members. */
    boolean areIn(Scalar other) {
        return Arrays.stream(members).allMatch(each -> holds(other, each));
    }

    static boolean holds(Scalar scalar, long number) {
        return scalar != null && scalar.includesNumbers(Scalar.constant(number));
    }

    static boolean isTrue(Condition condition, Width width, long left, long right) {
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

    /** What the machine computes; shift counts as they are, which it takes modulo the width. */
    static long result(AluOp op, Width width, long left, long right) {
        return width == Width.W64 ? result64(op, left, right) : result32(op, (int) left, (int) right) & 0xFFFF_FFFFL;
    }

    private static long result64(AluOp op, long left, long right) {
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

    private static long result32(AluOp op, int left, int right) {
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
