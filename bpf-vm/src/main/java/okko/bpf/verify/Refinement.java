package okko.bpf.verify;

import okko.bpf.isa.Condition;
import okko.bpf.isa.Width;

/** What a comparison that came out true teaches about the numbers compared. */
record Refinement(Scalar left, Scalar right) {

    /** Both numbers under the condition; {@code null} if it cannot hold. */
    static Refinement where(Condition condition, Width width, Scalar left, Scalar right) {
        return width == Width.W64 ? where64(condition, left, right) : where32(condition, left, right);
    }

    /** Both numbers where the condition does not hold; {@code null} if it always holds. */
    static Refinement whereNot(Condition condition, Width width, Scalar left, Scalar right) {
        if (condition != Condition.SET) {
            return where(negation(condition), width, left, right);
        }
        Scalar low = width == Width.W64 ? left : ScalarArithmetic.low32(left);
        Scalar mask = width == Width.W64 ? right : ScalarArithmetic.low32(right);
        if ((low.bits().value() & mask.bits().value()) != 0) {
            return null;
        }
        if (!mask.isConstant()) {
            return new Refinement(left, right);
        }
        Scalar cleared = left.intersection(
                Scalar.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, new KnownBits(0, ~mask.umin())));
        return cleared == null ? null : new Refinement(cleared, right);
    }

    static Condition negation(Condition condition) {
        return switch (condition) {
            case EQ -> Condition.NE;
            case NE -> Condition.EQ;
            case GT -> Condition.LE;
            case GE -> Condition.LT;
            case LT -> Condition.GE;
            case LE -> Condition.GT;
            case SGT -> Condition.SLE;
            case SGE -> Condition.SLT;
            case SLT -> Condition.SGE;
            case SLE -> Condition.SGT;
            case SET -> throw new IllegalArgumentException("no condition is the negation: condition=" + condition);
        };
    }

    static boolean isSigned(Condition condition) {
        return switch (condition) {
            case SGT, SGE, SLT, SLE -> true;
            case EQ, NE, SET, GT, GE, LT, LE -> false;
        };
    }

    private static Refinement where64(Condition condition, Scalar left, Scalar right) {
        return switch (condition) {
            case EQ -> equal(left, right);
            case NE -> different(left, right);
            case SET -> withCommonBit(left, right);
            case GT -> swapped(below(right, left, 1));
            case GE -> swapped(below(right, left, 0));
            case LT -> below(left, right, 1);
            case LE -> below(left, right, 0);
            case SGT -> swapped(belowSigned(right, left, 1));
            case SGE -> swapped(belowSigned(right, left, 0));
            case SLT -> belowSigned(left, right, 1);
            case SLE -> belowSigned(left, right, 0);
        };
    }

    /** Compares the low halves; the whole number learns from it only if its high half is known to be 0. */
    private static Refinement where32(Condition condition, Scalar left, Scalar right) {
        boolean signed = isSigned(condition);
        Scalar lowLeft = signed ? ScalarArithmetic.signExtended(left, 32) : ScalarArithmetic.low32(left);
        Scalar lowRight = signed ? ScalarArithmetic.signExtended(right, 32) : ScalarArithmetic.low32(right);
        Refinement halves = where64(condition, lowLeft, lowRight);
        if (halves == null) {
            return null;
        }
        Scalar newLeft = widened(left, halves.left);
        Scalar newRight = widened(right, halves.right);
        return newLeft == null || newRight == null ? null : new Refinement(newLeft, newRight);
    }

    private static Scalar widened(Scalar whole, Scalar half) {
        if (!whole.fitsUnsigned32()) {
            return whole;
        }
        if (half.smin() >= 0) {
            return whole.intersection(Scalar.between(half.smin(), half.smax()));
        }
        if (half.smax() < 0) {
            return whole.intersection(Scalar.between(half.smin() + (1L << 32), half.smax() + (1L << 32)));
        }
        return whole;
    }

    private static Refinement swapped(Refinement refinement) {
        return refinement == null ? null : new Refinement(refinement.right, refinement.left);
    }

    private static Refinement equal(Scalar left, Scalar right) {
        Scalar newLeft = left.intersection(right);
        Scalar newRight = right.intersection(left);
        return newLeft == null || newRight == null ? null : new Refinement(newLeft, newRight);
    }

    private static Refinement different(Scalar left, Scalar right) {
        Scalar newLeft = right.isConstant() ? without(left, right.umin()) : left;
        Scalar newRight = left.isConstant() ? without(right, left.umin()) : right;
        return newLeft == null || newRight == null ? null : new Refinement(newLeft, newRight);
    }

    /** Takes a number away where it is the end of a range. */
    private static Scalar without(Scalar from, long value) {
        if (from.isConstant()) {
            return from.umin() == value ? null : from;
        }
        Scalar rest = Scalar.of(
                from.umin() == value ? value + 1 : from.umin(),
                from.umax() == value ? value - 1 : from.umax(),
                from.smin() == value ? value + 1 : from.smin(),
                from.smax() == value ? value - 1 : from.smax(),
                from.bits());
        return rest == null ? null : rest.with(from.relation()).aligned();
    }

    private static Refinement withCommonBit(Scalar left, Scalar mask) {
        if ((left.bits().possible() & mask.bits().possible()) == 0) {
            return null;
        }
        boolean oneBit = mask.isConstant() && Long.bitCount(mask.umin()) == 1;
        if (!oneBit) {
            return new Refinement(left, mask);
        }
        Scalar set = left.intersection(
                Scalar.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, new KnownBits(mask.umin(), ~mask.umin())));
        return set == null ? null : new Refinement(set, mask);
    }

    /** {@code less + gap <= more}, unsigned; the gap is 0 or 1. */
    private static Refinement below(Scalar less, Scalar more, int gap) {
        if (gap == 1 && (more.umax() == 0 || less.umin() == -1)) {
            return null;
        }
        Scalar newLess = less.intersection(Scalar.between(0, more.umax() - gap));
        Scalar newMore = more.intersection(Scalar.between(less.umin() + gap, -1));
        return newLess == null || newMore == null ? null : new Refinement(newLess, newMore);
    }

    private static Refinement belowSigned(Scalar less, Scalar more, int gap) {
        if (gap == 1 && (more.smax() == Long.MIN_VALUE || less.smin() == Long.MAX_VALUE)) {
            return null;
        }
        Scalar newLess = less.intersection(Scalar.betweenSigned(Long.MIN_VALUE, more.smax() - gap));
        Scalar newMore = more.intersection(Scalar.betweenSigned(less.smin() + gap, Long.MAX_VALUE));
        return newLess == null || newMore == null ? null : new Refinement(newLess, newMore);
    }
}
