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

    /** {@code left op right}; the low half of a sum or product needs nothing but the low halves. */
    static Scalar apply(AluOp op, Width width, Scalar left, Scalar right) {
        if (width == Width.W32) {
            return apply32(op, left, right);
        }
        Scalar result = apply64(op, left, counted(op, right, 63));
        if (left.low() == null && right.low() == null || !isOfLowHalves(op, right)) {
            return result;
        }
        Scalar both = result.withLowHalfOf(apply32(op, left, right));
        return both == null ? result : both;
    }

    private static boolean isOfLowHalves(AluOp op, Scalar right) {
        return switch (op) {
            case ADD, SUB, MUL, OR, AND, XOR -> true;
            case LSH -> Long.compareUnsigned(right.umax(), 31) <= 0;
            case RSH, ARSH, DIV, SDIV, MOD, SMOD, MOV -> false;
        };
    }

    /** The 64-bit operation between truncations; where more is known of the operands as signed, also on those. */
    private static Scalar apply32(AluOp op, Scalar left, Scalar right) {
        return switch (op) {
            case SDIV, SMOD -> low32(apply64(op, signExtended(left, 32), signExtended(right, 32)));
            case ARSH -> low32(apply64(op, signExtended(left, 32), counted(op, right, 31)));
            case RSH -> low32(apply64(op, low32(left), counted(op, right, 31)));
            case DIV, MOD, MOV -> low32(apply64(op, low32(left), low32(right)));
            case LSH -> ofLowHalves(op, left, counted(op, right, 31));
            case ADD, SUB, MUL, OR, AND, XOR -> ofLowHalves(op, left, right);
        };
    }

    private static Scalar ofLowHalves(AluOp op, Scalar left, Scalar right) {
        Scalar a = low32(left);
        Scalar b = low32(right);
        Scalar result = low32(apply64(op, a, b));
        if (!isKnownAsSigned(a) && !isKnownAsSigned(b)) {
            return result;
        }
        Scalar other = low32(apply64(op, signExtended(left, 32), signExtended(right, 32)));
        Scalar both = result.relation() == null ? other.intersection(result) : result.intersection(other);
        return both == null ? result : both;
    }

    private static boolean isKnownAsSigned(Scalar half) {
        return half.low() != null || half.relation() != null && half.relation().form() == Form.LOW_HALF;
    }

    static Scalar negated(Width width, Scalar value) {
        return apply(AluOp.SUB, width, Scalar.ZERO, value);
    }

    static Scalar swapped(ByteOrder order, int bits, Scalar value) {
        return order == ByteOrder.LE ? truncated(value, bits / 8) : Scalar.ofBits(value.bits().swapped(bits));
    }

    /** The low half, zero-extended. A sum survives if it fits in 32 bits, signed or unsigned. */
    static Scalar low32(Scalar value) {
        if (value.fitsUnsigned32()) {
            return value;
        }
        Bounds half = value.lowHalf();
        Scalar result = possible(Scalar.of(
                Bounds.of(half.umin() & Scalar.MAX_U32, half.umax() & Scalar.MAX_U32, 0, Scalar.MAX_U32),
                value.bits().truncated(Scalar.MAX_U32),
                half));
        return result.with(relationOfLowHalf(value));
    }

    private static Relation relationOfLowHalf(Scalar value) {
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
        boolean sameHigh = value.smin() >> 32 == value.smax() >> 32;
        long high = value.smin() >> 32 << 32;
        return sameHigh ? Relation.exact(sum.plus(-high)) : null;
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
        Bounds bounds = value.lowHalf().signExtended(8 * bytes);
        return possible(Scalar.of(
                Bounds.of(bounds.umin() & mask, bounds.umax() & mask, 0, mask), value.bits().truncated(mask), null));
    }

    /** The low bits, read as a signed number. */
    static Scalar signExtended(Scalar value, int bits) {
        long min = -1L << bits - 1;
        if (value.smin() >= min && value.smax() <= ~min) {
            return value;
        }
        Scalar signed = possible(
                Scalar.of(value.lowHalf().signExtended(bits), value.bits().signExtended(bits), null));
        Relation relation = bits == 32 ? low32(value).relation() : null;
        boolean known = relation != null && relation.form() == Form.LOW_HALF;
        return known ? signed.with(Relation.exact(relation.sum())) : signed;
    }

    /** A shift count as the machine takes it; one that may exceed the width can become any. */
    private static Scalar counted(AluOp op, Scalar value, int mask) {
        if (op != AluOp.LSH && op != AluOp.RSH && op != AluOp.ARSH) {
            return value;
        }
        Scalar count = and(value, Scalar.constant(mask));
        return count == null ? Scalar.between(0, mask) : count;
    }

    private static Scalar apply64(AluOp op, Scalar left, Scalar right) {
        if (left.isConstant() && right.isConstant() && op != AluOp.MOV) {
            return Scalar.constant(concrete(op, left.umin(), right.umin()));
        }
        return possible(switch (op) {
            case ADD -> sum(left, right);
            case SUB -> difference(left, right);
            case MUL -> product(left, right);
            case DIV -> Division.quotient(left, right);
            case SDIV -> Division.quotientSigned(left, right);
            case MOD -> Division.remainder(left, right);
            case SMOD -> Division.remainderSigned(left, right);
            case OR -> or(left, right);
            case AND -> and(left, right);
            case XOR -> xor(left, right);
            case LSH -> shiftedLeft(left, right);
            case RSH -> shiftedRight(left, right);
            case ARSH -> shiftedRightSigned(left, right);
            case MOV -> right;
        });
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

    /** On a path that no run takes, ranges may contradict each other unnoticed; then any result is right. */
    private static Scalar possible(Scalar result) {
        return result == null ? Scalar.UNKNOWN : result;
    }

    private static Scalar sum(Scalar left, Scalar right) {
        long umin = left.umin() + right.umin();
        long umax = left.umax() + right.umax();
        boolean carriesFirst = Long.compareUnsigned(umin, left.umin()) < 0;
        boolean carriesLast = Long.compareUnsigned(umax, left.umax()) < 0;
        long smin = left.smin() + right.smin();
        long smax = left.smax() + right.smax();
        int overflowsFirst = overflowOfSum(left.smin(), right.smin(), smin);
        int overflowsLast = overflowOfSum(left.smax(), right.smax(), smax);
        Scalar result = possible(Scalar.of(
                bounds(carriesFirst == carriesLast, umin, umax, overflowsFirst == overflowsLast, smin, smax),
                left.bits().plus(right.bits()), null));
        boolean isExact = overflowsFirst == 0 && overflowsLast == 0;
        return isExact ? result.with(Relation.exact(plus(left.sum(), right.sum()))) : result;
    }

    private static Sum plus(Sum left, Sum right) {
        return left == null || right == null ? null : left.plus(right);
    }

    /** 1 or -1 where a sum is too large or too small by 2^64. */
    private static int overflowOfSum(long left, long right, long sum) {
        return ((left ^ sum) & (right ^ sum)) < 0 ? (left < 0 ? -1 : 1) : 0;
    }

    /** Each range where its ends wrapped alike, so that there is no gap between them. */
    private static Bounds bounds(
            boolean isUnsigned, long umin, long umax, boolean isSigned, long smin, long smax) {
        return Bounds.of(isUnsigned ? umin : 0, isUnsigned ? umax : -1,
                isSigned ? smin : Long.MIN_VALUE, isSigned ? smax : Long.MAX_VALUE);
    }

    private static Scalar difference(Scalar left, Scalar right) {
        boolean borrowsFirst = Long.compareUnsigned(left.umin(), right.umax()) < 0;
        boolean borrowsLast = Long.compareUnsigned(left.umax(), right.umin()) < 0;
        long smin = left.smin() - right.smax();
        long smax = left.smax() - right.smin();
        int overflowsFirst = overflowOfDifference(left.smin(), right.smax(), smin);
        int overflowsLast = overflowOfDifference(left.smax(), right.smin(), smax);
        Scalar result = possible(Scalar.of(
                bounds(borrowsFirst == borrowsLast, left.umin() - right.umax(), left.umax() - right.umin(),
                        overflowsFirst == overflowsLast, smin, smax),
                left.bits().minus(right.bits()), null));
        Sum a = left.sum();
        Sum b = right.sum();
        boolean isExact = overflowsFirst == 0 && overflowsLast == 0 && a != null && b != null;
        return isExact ? result.with(Relation.exact(a.minus(b))) : result;
    }

    private static int overflowOfDifference(long left, long right, long difference) {
        return ((left ^ right) & (left ^ difference)) < 0 ? (left < 0 ? -1 : 1) : 0;
    }

    private static Scalar product(Scalar left, Scalar right) {
        boolean isUnsigned = Math.unsignedMultiplyHigh(left.umax(), right.umax()) == 0;
        long a = left.smin() * right.smin();
        long b = left.smin() * right.smax();
        long c = left.smax() * right.smin();
        long d = left.smax() * right.smax();
        boolean isSigned = fitsProduct(left.smin(), right.smin()) && fitsProduct(left.smin(), right.smax())
                && fitsProduct(left.smax(), right.smin()) && fitsProduct(left.smax(), right.smax());
        Scalar result = possible(Scalar.of(
                bounds(isUnsigned, left.umin() * right.umin(), left.umax() * right.umax(),
                        isSigned, Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d))),
                left.bits().times(right.bits()), null));
        return !isSigned ? result
                : right.isConstant() ? multiple(result, left, right.smin())
                : left.isConstant() ? multiple(result, right, left.smin()) : result;
    }

    private static boolean fitsProduct(long left, long right) {
        return Math.multiplyHigh(left, right) == left * right >> 63;
    }

    static Scalar and(Scalar left, Scalar right) {
        if (right.isConstant() && (left.bits().possible() & ~right.umin()) == 0) {
            return left;
        }
        return Scalar.of(BitwiseBounds.AND.of(left.bounds(), right.bounds()), left.bits().and(right.bits()), null);
    }

    private static Scalar or(Scalar left, Scalar right) {
        return right.isConstant(0) ? left : Scalar.of(
                BitwiseBounds.OR.of(left.bounds(), right.bounds()), left.bits().or(right.bits()), null);
    }

    private static Scalar xor(Scalar left, Scalar right) {
        return right.isConstant(0) ? left : Scalar.of(
                BitwiseBounds.XOR.of(left.bounds(), right.bounds()), left.bits().xor(right.bits()), null);
    }

    /** Beyond a shift by 32 nothing of the high half is left; and of all bits that are lost, the ends must lose one. */
    private static Scalar shiftedLeft(Scalar left, Scalar right) {
        int first = right.umin() < 32 ? 0 : 32;
        Bounds from = first == 0 ? left.bounds() : highHalf(left.lowHalf());
        int least = (int) right.umin() - first;
        int most = (int) right.umax() - first;
        boolean isUnsigned = least == most
                ? most == 0 || from.umin() >>> 64 - most == from.umax() >>> 64 - most
                : from.umax() >>> 64 - most == 0;
        boolean isSigned = from.smin() << most >> most == from.smin() && from.smax() << most >> most == from.smax();
        Scalar result = possible(Scalar.of(
                bounds(isUnsigned, from.umin() << least, from.umax() << most,
                        isSigned, from.smin() << (from.smin() < 0 ? most : least),
                        from.smax() << (from.smax() < 0 ? least : most)),
                right.isConstant()
                        ? left.bits().shiftLeft(first + most)
                        : left.bits().shiftedLeftAtLeast(first + least),
                null));
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

    private static Bounds highHalf(Bounds half) {
        return new Bounds(half.umin() << 32, half.umax() << 32, half.smin() << 32, half.smax() << 32);
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
        Scalar result = possible(Scalar.of(
                Bounds.of(left.umin() >>> most, left.umax() >>> least, Long.MIN_VALUE, Long.MAX_VALUE),
                right.isConstant() ? left.bits().shiftRight(most) : KnownBits.NONE, null));
        return result.with(relationAfterHalving(left, right, Form.LOW_HALF));
    }

    private static Scalar shiftedRightSigned(Scalar left, Scalar right) {
        int least = (int) right.umin();
        int most = (int) right.umax();
        Bounds bounds = left.bounds();
        Scalar result = possible(Scalar.of(
                Bounds.of(shifted(bounds.umin(), least, most), shifted(bounds.umax(), most, least),
                        shifted(bounds.smin(), least, most), shifted(bounds.smax(), most, least)),
                right.isConstant() ? left.bits().shiftRightSigned(most) : KnownBits.NONE, null));
        return result.with(relationAfterHalving(left, right, Form.EXACT));
    }

    private static long shifted(long end, int countOfNegative, int countOfOthers) {
        return end >> (end < 0 ? countOfNegative : countOfOthers);
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
