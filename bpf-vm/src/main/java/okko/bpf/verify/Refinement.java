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
        if (width == Width.W64) {
            return withoutCommonBit(left, right);
        }
        return ofHalves(left, right, withoutCommonBit(ScalarArithmetic.low32(left), ScalarArithmetic.low32(right)));
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

    private static Refinement where32(Condition condition, Scalar left, Scalar right) {
        return isSigned(condition)
                ? ofHalves(left, right, where64(condition,
                        ScalarArithmetic.signExtended(left, 32), ScalarArithmetic.signExtended(right, 32)))
                : ofHalves(left, right, where64(condition,
                        ScalarArithmetic.low32(left), ScalarArithmetic.low32(right)));
    }

    /** What is learnt of the low halves, as numbers of 64 bits, is learnt of the low halves of the whole numbers. */
    private static Refinement ofHalves(Scalar left, Scalar right, Refinement halves) {
        return halves == null ? null : of(left.withLowHalfOf(halves.left), right.withLowHalfOf(halves.right));
    }

    private static Refinement of(Scalar left, Scalar right) {
        return left == null || right == null ? null : new Refinement(left, right);
    }

    private static Refinement swapped(Refinement refinement) {
        return refinement == null ? null : new Refinement(refinement.right, refinement.left);
    }

    private static Refinement equal(Scalar left, Scalar right) {
        return of(left.intersection(right), right.intersection(left));
    }

    private static Refinement different(Scalar left, Scalar right) {
        return of(
                right.isConstant() ? without(left, right.umin()) : left,
                left.isConstant() ? without(right, left.umin()) : right);
    }

    /** Takes a number away where it is the end of a range. */
    private static Scalar without(Scalar from, long value) {
        Bounds bounds = from.bounds();
        if (from.isConstant(value)) {
            return null;
        }
        Scalar rest = Scalar.of(
                Bounds.of(
                        bounds.umin() == value ? value + 1 : bounds.umin(),
                        bounds.umax() == value ? value - 1 : bounds.umax(),
                        bounds.smin() == value ? value + 1 : bounds.smin(),
                        bounds.smax() == value ? value - 1 : bounds.smax()),
                from.bits(), from.low());
        return rest == null ? null : rest.with(from.relation()).aligned();
    }

    /** Both are at least the lowest bit that they can have in common; if there is only one, they have it. */
    private static Refinement withCommonBit(Scalar left, Scalar right) {
        long common = left.bits().possible() & right.bits().possible();
        if (common == 0) {
            return null;
        }
        Scalar atLeast = Long.bitCount(common) == 1
                ? Scalar.ofBits(new KnownBits(common, ~common))
                : Scalar.between(Long.lowestOneBit(common), -1);
        return of(left.intersection(atLeast), right.intersection(atLeast));
    }

    private static Refinement withoutCommonBit(Scalar left, Scalar right) {
        return of(without(left, right.bits()), without(right, left.bits()));
    }

    /** The number without the bits that are known to be set in another. */
    private static Scalar without(Scalar from, KnownBits other) {
        return other.value() == 0 ? from : from.intersection(Scalar.ofBits(new KnownBits(0, ~other.value())));
    }

    /** {@code less + gap <= more}, unsigned; the gap is 0 or 1. */
    private static Refinement below(Scalar less, Scalar more, int gap) {
        if (gap == 1 && (more.umax() == 0 || less.umin() == -1)) {
            return null;
        }
        return of(
                less.intersection(Scalar.between(0, more.umax() - gap)),
                more.intersection(Scalar.between(less.umin() + gap, -1)));
    }

    private static Refinement belowSigned(Scalar less, Scalar more, int gap) {
        if (gap == 1 && (more.smax() == Long.MIN_VALUE || less.smin() == Long.MAX_VALUE)) {
            return null;
        }
        return of(
                less.intersection(Scalar.betweenSigned(Long.MIN_VALUE, more.smax() - gap)),
                more.intersection(Scalar.betweenSigned(less.smin() + gap, Long.MAX_VALUE)));
    }
}
