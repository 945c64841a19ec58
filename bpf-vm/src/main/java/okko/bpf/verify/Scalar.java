package okko.bpf.verify;

import okko.bpf.verify.Relation.Form;

/**
 * A number: its ranges, its known bits, the ranges of its low half, all true at once; and how it is made of others.
 *
 * @param bounds   where it lies
 * @param bits     which of its bits are known
 * @param low      where its low half lies, sign-extended; {@code null} if the rest says as much
 * @param relation how it is made of named numbers, or {@code null}
 */
record Scalar(Bounds bounds, KnownBits bits, Bounds low, Relation relation) implements Value {

    static final long MAX_U32 = 0xFFFF_FFFFL;

    static final Scalar UNKNOWN = new Scalar(Bounds.ANY, KnownBits.NONE, null, null);
    static final Scalar ZERO = constant(0);

    /** What one kind of knowledge says to another settles in two rounds but for odd cases, which stay as they are. */
    private static final int MAX_ROUNDS = 3;

    static Scalar constant(long value) {
        return new Scalar(Bounds.constant(value), KnownBits.constant(value), null, null);
    }

    /** Any number of an unsigned range. */
    static Scalar between(long umin, long umax) {
        return of(Bounds.of(umin, umax, Long.MIN_VALUE, Long.MAX_VALUE), KnownBits.NONE, null);
    }

    /** Any number of a signed range. */
    static Scalar betweenSigned(long smin, long smax) {
        return of(Bounds.of(0, -1, smin, smax), KnownBits.NONE, null);
    }

    /** Any number of so many bytes, zero-extended. */
    static Scalar ofBytes(int bytes) {
        return bytes == 8 ? UNKNOWN : between(0, (1L << 8 * bytes) - 1);
    }

    /** Any number that has these bits. */
    static Scalar ofBits(KnownBits bits) {
        return of(Bounds.ANY, bits, null);
    }

    /**
     * Lets ranges and bits sharpen each other; {@code null} if no number satisfies them all.
     *
     * @param bounds of the number, or {@code null} if they left none
     * @param low    of its low half, sign-extended; {@code null} if that is not known apart
     */
    static Scalar of(Bounds bounds, KnownBits bits, Bounds low) {
        Bounds number = bounds;
        Bounds half = low;
        KnownBits known = bits;
        for (int round = 0; round < MAX_ROUNDS && number != null; round++) {
            Bounds before = number;
            KnownBits learnt = known;
            number = number.within(known);
            if (number != null && half != null) {
                Bounds implied = impliedLow(number, known);
                half = implied == null ? null : half.intersection(implied);
                if (half == null || known.contradicts(KnownBits.ofLowHalf(half))) {
                    return null;
                }
                learnt = learnt.intersection(KnownBits.ofLowHalf(half));
                number = number.withLowHalf(half);
            }
            if (number == null || learnt.contradicts(KnownBits.ofRange(number.umin(), number.umax()))) {
                return null;
            }
            learnt = learnt.intersection(KnownBits.ofRange(number.umin(), number.umax()));
            if (number == before && learnt == known) {
                break;
            }
            known = learnt;
        }
        return number == null ? null : new Scalar(number, known, saysMore(half, number, known) ? half : null, null);
    }

    private static boolean saysMore(Bounds half, Bounds number, KnownBits bits) {
        return half != null && !half.includes(lowHalf(number, bits));
    }

    private static Bounds lowHalf(Bounds number, KnownBits bits) {
        Bounds implied = impliedLow(number, bits);
        return implied == null ? Bounds.ANY_INTEGER : implied;
    }

    private static Bounds impliedLow(Bounds number, KnownBits bits) {
        return number.signExtended(Integer.SIZE).within(bits.signExtended(Integer.SIZE));
    }

    long umin() {
        return bounds.umin();
    }

    long umax() {
        return bounds.umax();
    }

    long smin() {
        return bounds.smin();
    }

    long smax() {
        return bounds.smax();
    }

    /** Where the low half lies, sign-extended, whatever that is known from. */
    Bounds lowHalf() {
        return low == null ? lowHalf(bounds, bits) : low;
    }

    boolean isConstant() {
        return umin() == umax();
    }

    boolean isConstant(long value) {
        return umin() == value && umax() == value;
    }

    boolean fitsUnsigned32() {
        return Long.compareUnsigned(umax(), MAX_U32) <= 0;
    }

    boolean fitsSigned32() {
        return smin() >= Integer.MIN_VALUE && smax() <= Integer.MAX_VALUE;
    }

    /** The number as a sum; {@code null} if it is not known to be one. */
    Sum sum() {
        if (isConstant()) {
            return Sum.constant(smin());
        }
        return relation != null && relation.form() == Form.EXACT ? relation.sum() : null;
    }

    /** The same numbers, related to others; a half that turns out not to be negative is the sum itself. */
    Scalar with(Relation newRelation) {
        boolean promoted = newRelation != null
                && newRelation.form() == Form.LOW_HALF
                && Long.compareUnsigned(umax(), Integer.MAX_VALUE) <= 0;
        Relation kept = promoted ? Relation.exact(newRelation.sum()) : newRelation;
        return kept == relation ? this : new Scalar(bounds, bits, low, kept);
    }

    /** The same numbers, the ends of the ranges moved to the next ones that have the bits known. */
    Scalar aligned() {
        Scalar aligned = of(bounds.aligned(bits), bits, low);
        return aligned == null ? this : aligned.with(relation);
    }

    /** Those numbers that the other may be as well; {@code null} if there are none. */
    Scalar intersection(Scalar other) {
        if (bits.contradicts(other.bits)) {
            return null;
        }
        Bounds half = low;
        if (other.low != null) {
            half = low == null ? other.low : low.intersection(other.low);
            if (half == null) {
                return null;
            }
        }
        Scalar both = of(bounds.intersection(other.bounds), bits.intersection(other.bits), half);
        return both == null ? null : both.with(relation);
    }

    /** Those numbers whose low half is the low half of one of the others; {@code null} if there are none. */
    Scalar withLowHalfOf(Scalar other) {
        KnownBits others = other.bits.ofLowHalf();
        Bounds half = lowHalf().intersection(other.lowHalf());
        if (half == null || bits.contradicts(others)) {
            return null;
        }
        Scalar both = of(bounds, bits.intersection(others), half);
        return both == null ? null : both.with(relation);
    }

    /** The least range that holds both; related only as both are. */
    Scalar hull(Scalar other) {
        Relation common = relation != null && relation.equals(other.relation) ? relation : null;
        Bounds number = bounds.hull(other.bounds);
        KnownBits known = bits.union(other.bits);
        boolean isWhole = number.smin() >= 0 && number.smax() <= Integer.MAX_VALUE;
        Bounds half = isWhole ? null : lowHalf().hull(other.lowHalf());
        return new Scalar(number, known, saysMore(half, number, known) ? half : null, common);
    }

    /** Whether all that is claimed here is true of {@code other}. */
    boolean includes(Scalar other) {
        return includesNumbers(other) && (relation == null || relation.equals(other.relation));
    }

    /** Whether every number that the other may be is one that this may be. */
    boolean includesNumbers(Scalar other) {
        return bounds.includes(other.bounds)
                && bits.includes(other.bits)
                && (low == null || low.includes(other.lowHalf()));
    }
}
