package okko.bpf.verify;

/**
 * Between which numbers a number lies, read as unsigned and read as signed; both hold at once.
 *
 * <p>In other words, it lies in {@code [umin, smax]} if it is not negative and in {@code [smin, umax]} if it is. Where
 * it can be either, the four ends are those of two separate pieces; where it cannot, both ranges are the same.
 *
 * @param umin least value, unsigned
 * @param umax greatest value, unsigned
 * @param smin least value, signed
 * @param smax greatest value, signed
 */
record Bounds(long umin, long umax, long smin, long smax) {

    static final Bounds ANY = new Bounds(0, -1, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Of any integer of 32 bits, sign-extended. */
    static final Bounds ANY_INTEGER = new Bounds(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);

    static Bounds constant(long value) {
        return new Bounds(value, value, value, value);
    }

    /** Lets the two ranges sharpen each other; {@code null} if no number lies in both. */
    static Bounds of(long umin, long umax, long smin, long smax) {
        long least = Math.max(umin, smin);
        long greatest = umax < 0 ? smax : Math.min(umax, smax);
        boolean mayBePositive = umin >= 0 && least <= greatest;
        long leastBelow = umin < 0 ? Math.max(umin, smin) : smin;
        long greatestBelow = Math.min(umax, Math.min(smax, -1));
        boolean mayBeNegative = umax < 0 && leastBelow <= greatestBelow;
        if (!mayBePositive) {
            return mayBeNegative ? new Bounds(leastBelow, greatestBelow, leastBelow, greatestBelow) : null;
        }
        return mayBeNegative
                ? new Bounds(least, greatestBelow, leastBelow, greatest)
                : new Bounds(least, greatest, least, greatest);
    }

    /** Of a number of either sign: there are two pieces. */
    boolean isSplit() {
        return smin < 0 && smax >= 0;
    }

    /** The piece below 0 of a number of either sign. */
    Bounds negative() {
        return new Bounds(smin, umax, smin, umax);
    }

    /** The piece from 0 on of a number of either sign. */
    Bounds notNegative() {
        return new Bounds(umin, smax, umin, smax);
    }

    Bounds intersection(Bounds other) {
        return of(
                maxUnsigned(umin, other.umin), minUnsigned(umax, other.umax),
                Math.max(smin, other.smin), Math.min(smax, other.smax));
    }

    /** The least bounds that hold both. */
    Bounds hull(Bounds other) {
        return new Bounds(
                minUnsigned(umin, other.umin), maxUnsigned(umax, other.umax),
                Math.min(smin, other.smin), Math.max(smax, other.smax));
    }

    boolean includes(Bounds other) {
        return Long.compareUnsigned(umin, other.umin) <= 0
                && Long.compareUnsigned(umax, other.umax) >= 0
                && smin <= other.smin
                && smax >= other.smax;
    }

    /** Without what lies beyond the least and the greatest number of such bits; {@code null} if nothing is left. */
    Bounds within(KnownBits bits) {
        if (bits.allows(umin) && bits.allows(umax) && bits.allows(smin) && bits.allows(smax)) {
            return this;
        }
        long least = bits.value();
        long greatest = bits.possible();
        long leastSigned = least | bits.unknown() & Long.MIN_VALUE;
        long greatestSigned = greatest & (least | Long.MAX_VALUE);
        boolean isWithin = Long.compareUnsigned(umin, least) >= 0 && Long.compareUnsigned(umax, greatest) <= 0
                && smin >= leastSigned && smax <= greatestSigned;
        return isWithin ? this : intersection(new Bounds(least, greatest, leastSigned, greatestSigned));
    }

    /** The ends moved to the next numbers that have these bits; {@code null} if there are none between them. */
    Bounds aligned(KnownBits bits) {
        if (bits.allows(umin) && bits.allows(umax) && bits.allows(smin) && bits.allows(smax)) {
            return this;
        }
        KnownBits flipped = bits.withSignFlipped();     // with the sign flipped, signed order is unsigned order
        long low = smin ^ Long.MIN_VALUE;
        long high = smax ^ Long.MIN_VALUE;
        return bits.allowsAny(umin, umax) && flipped.allowsAny(low, high)
                ? of(bits.atLeast(umin), bits.atMost(umax),
                        flipped.atLeast(low) ^ Long.MIN_VALUE, flipped.atMost(high) ^ Long.MIN_VALUE)
                : null;
    }

    /** Of the lowest bits of the number, sign-extended. */
    Bounds signExtended(int bits) {
        long least = -1L << bits - 1;
        if (smin >= least && smax <= ~least) {
            return this;
        }
        int shift = Long.SIZE - bits;
        long span = -1L >>> shift;
        Bounds result = new Bounds(0, -1, least, ~least);
        if (Long.compareUnsigned(umax - umin, span) <= 0) {
            result = result.fromTo(umin << shift >> shift, umax << shift >> shift);
        }
        if (Long.compareUnsigned(smax - smin, span) <= 0) {
            result = result.fromTo(smin << shift >> shift, smax << shift >> shift);
        }
        return result;
    }

    /** The numbers that are met on the way up from one number to another, in whichever order has no gap there. */
    private Bounds fromTo(long first, long last) {
        boolean ascends = Long.compareUnsigned(first, last) <= 0;
        boolean ascendsSigned = first <= last;
        Bounds both = of(
                ascends ? maxUnsigned(umin, first) : umin, ascends ? minUnsigned(umax, last) : umax,
                ascendsSigned ? Math.max(smin, first) : smin, ascendsSigned ? Math.min(smax, last) : smax);
        return both == null ? this : both;
    }

    /** The ends moved to the next numbers whose low half, sign-extended, is in {@code half}; {@code null} if none. */
    Bounds withLowHalf(Bounds half) {
        long ul = raised(raised(umin, half), half.smin, half.smax);
        long uh = lowered(lowered(umax, half), half.smin, half.smax);
        long sl = raised(raised(smin, half), half.smin, half.smax);
        long sh = lowered(lowered(smax, half), half.smin, half.smax);
        if (ul == umin && uh == umax && sl == smin && sh == smax) {
            return this;
        }
        boolean wraps = Long.compareUnsigned(ul, umin) < 0 || Long.compareUnsigned(uh, umax) > 0
                || sl < smin || sh > smax;
        return wraps ? null : of(ul, uh, sl, sh);
    }

    private static long raised(long end, Bounds half) {
        long low = end & Scalar.MAX_U32;
        long least = half.umin & Scalar.MAX_U32;
        return low < least ? end + least - low
                : low > (half.umax & Scalar.MAX_U32) ? end + least - low + (1L << 32) : end;
    }

    private static long raised(long end, long least, long greatest) {
        int low = (int) end;
        return low < least ? end + least - low : low > greatest ? end + least - low + (1L << 32) : end;
    }

    private static long lowered(long end, Bounds half) {
        long low = end & Scalar.MAX_U32;
        long greatest = half.umax & Scalar.MAX_U32;
        return low > greatest ? end + greatest - low
                : low < (half.umin & Scalar.MAX_U32) ? end + greatest - low - (1L << 32) : end;
    }

    private static long lowered(long end, long least, long greatest) {
        int low = (int) end;
        return low > greatest ? end + greatest - low : low < least ? end + greatest - low - (1L << 32) : end;
    }

    static long minUnsigned(long left, long right) {
        return Long.compareUnsigned(left, right) <= 0 ? left : right;
    }

    static long maxUnsigned(long left, long right) {
        return Long.compareUnsigned(left, right) >= 0 ? left : right;
    }
}
