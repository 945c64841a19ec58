package okko.bpf.verify;

import okko.bpf.verify.Relation.Form;

/**
 * A number: its unsigned range, its signed range, its known bits, all true at once; and how it is made of others.
 *
 * @param umin     least value, unsigned
 * @param umax     greatest value, unsigned
 * @param smin     least value, signed
 * @param smax     greatest value, signed
 * @param bits     which bits are known
 * @param relation how it is made of named numbers, or {@code null}
 */
record Scalar(long umin, long umax, long smin, long smax, KnownBits bits, Relation relation) implements Value {

    static final long MAX_U32 = 0xFFFF_FFFFL;

    static final Scalar UNKNOWN =
            new Scalar(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, KnownBits.NONE, null);
    static final Scalar ZERO = constant(0);

    static Scalar constant(long value) {
        return new Scalar(value, value, value, value, KnownBits.constant(value), null);
    }

    /** Any number of an unsigned range. */
    static Scalar between(long umin, long umax) {
        return of(umin, umax, Long.MIN_VALUE, Long.MAX_VALUE, KnownBits.NONE);
    }

    /** Any number of a signed range. */
    static Scalar betweenSigned(long smin, long smax) {
        return of(0, -1, smin, smax, KnownBits.NONE);
    }

    /** Any number of so many bytes, zero-extended. */
    static Scalar ofBytes(int bytes) {
        return bytes == 8 ? UNKNOWN : between(0, (1L << 8 * bytes) - 1);
    }

    /** Lets ranges and bits sharpen each other; {@code null} if no number satisfies them all. */
    static Scalar of(long umin, long umax, long smin, long smax, KnownBits bits) {
        KnownBits known = bits;
        long ul = umin;
        long uh = umax;
        long sl = smin;
        long sh = smax;
        for (int round = 0; round < 2; round++) {   // the second round carries what the first learnt back; more is rare
            ul = maxUnsigned(ul, known.value());
            uh = minUnsigned(uh, known.possible());
            sl = Math.max(sl, known.value() | known.unknown() & Long.MIN_VALUE);
            sh = Math.min(sh, known.value() | known.unknown() & Long.MAX_VALUE);
            if (Long.compareUnsigned(ul, uh) > 0 || sl > sh) {
                return null;
            }
            if ((ul ^ uh) >= 0) {                   // same sign: the unsigned range is a signed one as well
                sl = Math.max(sl, ul);
                sh = Math.min(sh, uh);
            }
            if ((sl ^ sh) >= 0) {
                ul = maxUnsigned(ul, sl);
                uh = minUnsigned(uh, sh);
            }
            if (Long.compareUnsigned(ul, uh) > 0 || sl > sh) {
                return null;
            }
            KnownBits ofRange = KnownBits.ofRange(ul, uh);
            if (known.contradicts(ofRange)) {
                return null;
            }
            known = known.intersection(ofRange);
        }
        return new Scalar(ul, uh, sl, sh, known, null);
    }

    boolean isConstant() {
        return umin == umax;
    }

    boolean isConstant(long value) {
        return umin == value && umax == value;
    }

    boolean fitsUnsigned32() {
        return Long.compareUnsigned(umax, MAX_U32) <= 0;
    }

    boolean fitsSigned32() {
        return smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE;
    }

    /** The number as a sum; {@code null} if it is not known to be one. */
    Sum sum() {
        if (isConstant()) {
            return Sum.constant(smin);
        }
        return relation != null && relation.form() == Form.EXACT ? relation.sum() : null;
    }

    /** The same numbers, related to others; a half that turns out not to be negative is the sum itself. */
    Scalar with(Relation newRelation) {
        boolean promoted = newRelation != null
                && newRelation.form() == Form.LOW_HALF
                && Long.compareUnsigned(umax, Integer.MAX_VALUE) <= 0;
        Relation kept = promoted ? Relation.exact(newRelation.sum()) : newRelation;
        return kept == relation ? this : new Scalar(umin, umax, smin, smax, bits, kept);
    }

    /** The same numbers, the ends of the ranges moved to the next ones that end in the bits known. */
    Scalar aligned() {
        long low = bits.knownLow();
        Scalar aligned = of(
                umin + (bits.value() - umin & low),
                umax - (umax - bits.value() & low),
                smin + (bits.value() - smin & low),
                smax - (smax - bits.value() & low),
                bits);
        return aligned == null ? this : aligned.with(relation);
    }

    /** Those numbers that also lie in the other's ranges; {@code null} if there are none. */
    Scalar intersection(Scalar other) {
        if (bits.contradicts(other.bits)) {
            return null;
        }
        Scalar both = of(
                maxUnsigned(umin, other.umin),
                minUnsigned(umax, other.umax),
                Math.max(smin, other.smin),
                Math.min(smax, other.smax),
                bits.intersection(other.bits));
        return both == null ? null : both.with(relation);
    }

    /** The least range that holds both; related only as both are. */
    Scalar hull(Scalar other) {
        Relation common = relation != null && relation.equals(other.relation) ? relation : null;
        return new Scalar(
                minUnsigned(umin, other.umin),
                maxUnsigned(umax, other.umax),
                Math.min(smin, other.smin),
                Math.max(smax, other.smax),
                bits.union(other.bits),
                common);
    }

    /** Whether all that is claimed here is true of {@code other}. */
    boolean includes(Scalar other) {
        return includesNumbers(other) && (relation == null || relation.equals(other.relation));
    }

    /** Whether every number that the other may be is one that this may be. */
    boolean includesNumbers(Scalar other) {
        return Long.compareUnsigned(umin, other.umin) <= 0
                && Long.compareUnsigned(umax, other.umax) >= 0
                && smin <= other.smin
                && smax >= other.smax
                && bits.includes(other.bits);
    }

    static long minUnsigned(long left, long right) {
        return Long.compareUnsigned(left, right) <= 0 ? left : right;
    }

    static long maxUnsigned(long left, long right) {
        return Long.compareUnsigned(left, right) >= 0 ? left : right;
    }
}
