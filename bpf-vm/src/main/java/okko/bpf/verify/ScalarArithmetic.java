package okko.bpf.verify;

import okko.bpf.isa.AluOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Width;
import okko.bpf.verify.Relation.Form;

/** What arithmetic does to ranges: each result holds every number that the machine could compute (RFC 9669, 4.1). */
final class ScalarArithmetic {

    /** Sums beyond this are not followed through truncations. */
    private static final long FAR = 1L << 40;

    private ScalarArithmetic() {}

    /** {@code left op right}; the 32-bit forms are the 64-bit ones between two truncations. */
    static Scalar apply(AluOp op, Width width, Scalar left, Scalar right) {
        if (width == Width.W64) {
            return apply64(op, left, op == AluOp.LSH || op == AluOp.RSH || op == AluOp.ARSH ? count(right, 63) : right);
        }
        return low32(switch (op) {
            case ARSH -> apply64(op, signExtended(left, 32), count(right, 31));
            case SDIV, SMOD -> apply64(op, signExtended(left, 32), signExtended(right, 32));
            case LSH, RSH -> apply64(op, low32(left), count(right, 31));
            case ADD, SUB, MUL, DIV, OR, AND, MOD, XOR, MOV -> apply64(op, low32(left), low32(right));
        });
    }

    static Scalar negated(Width width, Scalar value) {
        return apply(AluOp.SUB, width, Scalar.ZERO, value);
    }

    static Scalar swapped(ByteOrder order, int bits, Scalar value) {
        if (order == ByteOrder.LE) {
            return truncated(value, bits / 8);
        }
        if (value.isConstant()) {
            return Scalar.constant(Long.reverseBytes(value.umin()) >>> 64 - bits);
        }
        return Scalar.ofBytes(bits / 8);
    }

    /** The low half, zero-extended. A sum survives if it fits in 32 bits, signed or unsigned. */
    static Scalar low32(Scalar value) {
        if (value.fitsUnsigned32()) {
            return value;
        }
        KnownBits bits = value.bits().truncated(Scalar.MAX_U32);
        boolean sameHigh = value.umin() >>> 32 == value.umax() >>> 32;
        boolean sameSignedHigh = value.smin() >> 32 == value.smax() >> 32;
        long min = sameHigh ? value.umin() & Scalar.MAX_U32 : 0;
        long max = sameHigh ? value.umax() & Scalar.MAX_U32 : Scalar.MAX_U32;
        if (sameSignedHigh) {
            min = Math.max(min, value.smin() & Scalar.MAX_U32);
            max = Math.min(max, value.smax() & Scalar.MAX_U32);
        }
        Scalar half = possible(min, max, Long.MIN_VALUE, Long.MAX_VALUE, bits);
        return half.with(relationOfLowHalf(value, sameSignedHigh));
    }

    private static Relation relationOfLowHalf(Scalar value, boolean sameSignedHigh) {
        Sum sum = value.sum();
        if (sum == null || sum.isConstant() || value.smin() < -FAR || value.smax() > FAR) {
            return null;
        }
        long wraps = value.smin() + (1L << 31) >> 32;   // how often 2^32 must be taken off to make it a signed integer
        long taken = wraps << 32;
        if (value.smax() - taken < 1L << 31) {
            Sum moved = sum.plus(-taken);
            return moved == null ? null : new Relation(moved, Form.LOW_HALF);
        }
        long high = value.smin() >> 32 << 32;
        return sameSignedHigh ? Relation.exact(sum.plus(-high)) : null;
    }

    static Scalar truncated(Scalar value, int bytes) {
        if (bytes == 8) {
            return value;
        }
        if (bytes == 4) {
            return low32(value);
        }
        long mask = (1L << 8 * bytes) - 1;
        if (Long.compareUnsigned(value.umax(), mask) <= 0) {
            return value;
        }
        return possible(0, mask, Long.MIN_VALUE, Long.MAX_VALUE, value.bits().truncated(mask));
    }

    /** The low bits, read as a signed number. */
    static Scalar signExtended(Scalar value, int bits) {
        long min = -1L << bits - 1;
        long max = ~min;
        if (value.smin() >= min && value.smax() <= max) {
            return value;
        }
        if (bits != 32) {
            return Scalar.betweenSigned(min, max);
        }
        Scalar half = low32(value);
        Scalar signed = Long.compareUnsigned(half.umin(), max) > 0
                ? Scalar.betweenSigned(half.umin() - (1L << 32), half.umax() - (1L << 32))
                : Long.compareUnsigned(half.umax(), max) <= 0 ? half : Scalar.betweenSigned(min, max);
        Relation relation = half.relation();
        boolean known = relation != null && relation.form() == Form.LOW_HALF;
        return known ? signed.with(Relation.exact(relation.sum())) : signed;
    }

    /** A shift count as the machine takes it; one that may exceed the width can become any. */
    private static Scalar count(Scalar value, int mask) {
        if (Long.compareUnsigned(value.umax(), mask) <= 0) {
            return value;
        }
        return value.isConstant() ? Scalar.constant(value.umin() & mask) : Scalar.between(0, mask);
    }

    private static Scalar apply64(AluOp op, Scalar left, Scalar right) {
        if (left.isConstant() && right.isConstant() && op != AluOp.MOV) {
            return Scalar.constant(concrete(op, left.umin(), right.umin()));
        }
        return switch (op) {
            case ADD -> sum(left, right);
            case SUB -> difference(left, right);
            case MUL -> product(left, right);
            case DIV -> quotient(left, right);
            case SDIV -> left.smin() >= 0 && right.smin() >= 0 ? quotient(left, right) : Scalar.UNKNOWN;
            case MOD -> remainder(left, right);
            case SMOD -> left.smin() >= 0 && right.smin() >= 0 ? remainder(left, right) : Scalar.UNKNOWN;
            case OR -> possible(Scalar.maxUnsigned(left.umin(), right.umin()), -1, Long.MIN_VALUE, Long.MAX_VALUE,
                    left.bits().or(right.bits()));
            case AND -> and(left, right);
            case XOR -> ofBits(left.bits().xor(right.bits()));
            case LSH -> shiftedLeft(left, right);
            case RSH -> shiftedRight(left, right);
            case ARSH -> shiftedRightSigned(left, right);
            case MOV -> right;
        };
    }

    private static long concrete(AluOp op, long left, long right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
            case SDIV -> right == 0 ? 0 : left / right;
            case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
            case SMOD -> right == 0 ? left : left % right;
            case OR -> left | right;
            case AND -> left & right;
            case XOR -> left ^ right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case ARSH -> left >> right;
            case MOV -> right;
        };
    }

    /**
     * By how much an operation divides a sum, rounding down: by 1 if it only clears the lowest bits.
     *
     * @return 0 if it does not, or if the dividend may be negative
     */
    static long divisor(AluOp op, Width width, Scalar left, Scalar right) {
        boolean isDividend = left.sum() != null && !left.isConstant() && left.smin() >= 0
                && (width == Width.W64 || left.fitsUnsigned32());
        if (!isDividend || !right.isConstant()) {
            return 0;
        }
        long number = right.umin();
        return switch (op) {
            case RSH -> number > 0 && number < Short.SIZE ? 1L << number : 0;
            case DIV -> number > 0 && number <= 1L << Short.SIZE ? number : 0;
            case AND -> {
                long cleared = left.bits().possible() & ~number;
                yield cleared > 0 && (cleared & cleared + 1) == 0 && cleared < 1L << Short.SIZE ? 1 : 0;
            }
            case ADD, SUB, MUL, SDIV, OR, LSH, MOD, SMOD, XOR, ARSH, MOV -> 0;
        };
    }

    /** On a path that no run takes, ranges may contradict each other unnoticed; then any result is right. */
    private static Scalar possible(long umin, long umax, long smin, long smax, KnownBits bits) {
        Scalar result = Scalar.of(umin, umax, smin, smax, bits);
        return result == null ? Scalar.UNKNOWN : result;
    }

    private static Scalar ofBits(KnownBits bits) {
        return possible(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, bits);
    }

    private static Scalar sum(Scalar left, Scalar right) {
        long umin = left.umin() + right.umin();
        long umax = left.umax() + right.umax();
        boolean carries = Long.compareUnsigned(umax, left.umax()) < 0;
        long smin = left.smin() + right.smin();
        long smax = left.smax() + right.smax();
        boolean overflows = overflowsSum(left.smin(), right.smin(), smin)
                || overflowsSum(left.smax(), right.smax(), smax);
        Scalar result = possible(
                carries ? 0 : umin,
                carries ? -1 : umax,
                overflows ? Long.MIN_VALUE : smin,
                overflows ? Long.MAX_VALUE : smax,
                left.bits().plus(right.bits()));
        Sum a = left.sum();
        Sum b = right.sum();
        return overflows || a == null || b == null ? result : result.with(Relation.exact(a.plus(b)));
    }

    private static boolean overflowsSum(long left, long right, long sum) {
        return ((left ^ sum) & (right ^ sum)) < 0;
    }

    private static Scalar difference(Scalar left, Scalar right) {
        boolean borrows = Long.compareUnsigned(left.umin(), right.umax()) < 0;
        long smin = left.smin() - right.smax();
        long smax = left.smax() - right.smin();
        boolean overflows = ((left.smin() ^ right.smax()) & (left.smin() ^ smin)) < 0
                || ((left.smax() ^ right.smin()) & (left.smax() ^ smax)) < 0;
        Scalar result = possible(
                borrows ? 0 : left.umin() - right.umax(),
                borrows ? -1 : left.umax() - right.umin(),
                overflows ? Long.MIN_VALUE : smin,
                overflows ? Long.MAX_VALUE : smax,
                left.bits().minus(right.bits()));
        Sum a = left.sum();
        Sum b = right.sum();
        return overflows || a == null || b == null ? result : result.with(Relation.exact(a.minus(b)));
    }

    private static Scalar product(Scalar left, Scalar right) {
        KnownBits bits = left.bits().times(right.bits());
        if (!left.fitsUnsigned32() || !right.fitsUnsigned32()) {
            return ofBits(bits);
        }
        Scalar result =
                possible(left.umin() * right.umin(), left.umax() * right.umax(), Long.MIN_VALUE, Long.MAX_VALUE, bits);
        return right.isConstant() ? multiple(result, left, right.umin())
                : left.isConstant() ? multiple(result, right, left.umin()) : result;
    }

    /** A divisor that may be 0 gives 0. */
    private static Scalar quotient(Scalar left, Scalar right) {
        if (right.umin() == 0) {
            return Scalar.between(0, left.umax());
        }
        return Scalar.between(
                Long.divideUnsigned(left.umin(), right.umax()), Long.divideUnsigned(left.umax(), right.umin()));
    }

    /** A divisor that may be 0 leaves the dividend. */
    private static Scalar remainder(Scalar left, Scalar right) {
        if (Long.compareUnsigned(left.umax(), right.umin()) < 0) {
            return left;
        }
        return Scalar.between(
                0, right.umin() == 0 ? left.umax() : Scalar.minUnsigned(left.umax(), right.umax() - 1));
    }

    private static Scalar and(Scalar left, Scalar right) {
        if (right.isConstant() && (left.bits().possible() & ~right.umin()) == 0) {
            return left;
        }
        return possible(0, Scalar.minUnsigned(left.umax(), right.umax()), Long.MIN_VALUE, Long.MAX_VALUE,
                left.bits().and(right.bits()));
    }

    private static Scalar shiftedLeft(Scalar left, Scalar right) {
        int most = (int) right.umax();
        boolean fits = most == 0 || left.umax() >>> 64 - most == 0;
        KnownBits bits = right.isConstant() ? left.bits().shiftLeft(most) : KnownBits.NONE;
        Scalar result = fits
                ? possible(left.umin() << right.umin(), left.umax() << most, Long.MIN_VALUE, Long.MAX_VALUE, bits)
                : ofBits(bits);
        if (right.isConstant(32)) {
            return result.with(relationOfHighHalf(left));
        }
        return right.isConstant() && right.umin() < 16 ? multiple(result, left, 1L << right.umin()) : result;
    }

    /** The result as a multiple of what a number is made of, if it cannot have wrapped. */
    private static Scalar multiple(Scalar result, Scalar of, long factor) {
        Sum sum = of.isConstant() || of.smin() < -FAR || of.smax() > FAR ? null : of.sum();
        return sum == null ? result : result.with(Relation.exact(sum.times(factor)));
    }

    private static Relation relationOfHighHalf(Scalar left) {
        Relation relation = left.relation();
        if (relation == null) {
            return null;
        }
        return switch (relation.form()) {
            case EXACT -> left.fitsSigned32() ? new Relation(relation.sum(), Form.HIGH_HALF) : null;
            case LOW_HALF -> new Relation(relation.sum(), Form.HIGH_HALF);
            case HIGH_HALF -> null;
        };
    }

    private static Scalar shiftedRight(Scalar left, Scalar right) {
        int least = (int) right.umin();
        int most = (int) right.umax();
        KnownBits bits = right.isConstant() ? left.bits().shiftRight(most) : KnownBits.NONE;
        Scalar result =
                possible(left.umin() >>> most, left.umax() >>> least, Long.MIN_VALUE, Long.MAX_VALUE, bits);
        return result.with(relationAfterHalving(left, right, Form.LOW_HALF));
    }

    private static Scalar shiftedRightSigned(Scalar left, Scalar right) {
        int least = (int) right.umin();
        int most = (int) right.umax();
        KnownBits bits = right.isConstant() ? left.bits().shiftRightSigned(most) : KnownBits.NONE;
        Scalar result = possible(
                0,
                -1,
                left.smin() >> (left.smin() < 0 ? least : most),
                left.smax() >> (left.smax() < 0 ? most : least),
                bits);
        return result.with(relationAfterHalving(left, right, Form.EXACT));
    }

    /** The second shift of a truncation: what the high half held is now the low half. */
    private static Relation relationAfterHalving(Scalar left, Scalar right, Form form) {
        Relation relation = left.relation();
        if (right.isConstant(0)) {
            return relation;
        }
        boolean halved = right.isConstant(32) && relation != null && relation.form() == Form.HIGH_HALF;
        return halved ? new Relation(relation.sum(), form) : null;
    }
}
