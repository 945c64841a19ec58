package okko.bpf.verify;

/**
 * Which bits of a number are known (the kernel's "tnum"): {@code unknown} marks the bits that are not; {@code value}
 * holds the others and is 0 where unknown.
 */
record KnownBits(long value, long unknown) {

    static final KnownBits NONE = new KnownBits(0, -1);

    /** Partial products that are added one by one; with more there is hardly anything known to lose. */
    private static final int MAX_FACTOR_BITS = 16;

    static KnownBits constant(long value) {
        return new KnownBits(value, 0);
    }

    /** What all numbers of an unsigned range have in common: the leading bits that both ends share. */
    static KnownBits ofRange(long min, long max) {
        long differing = min ^ max;
        if (differing == 0) {
            return constant(min);
        }
        if (differing < 0) {
            return NONE;
        }
        long unknown = -1L >>> Long.numberOfLeadingZeros(differing);
        return new KnownBits(min & ~unknown, unknown);
    }

    /** What is known of a number whose low half, sign-extended, lies there. */
    static KnownBits ofLowHalf(Bounds half) {
        return ofRange(half.umin(), half.umax()).ofLowHalf();
    }

    /** The bits of the low half; nothing of the others. */
    KnownBits ofLowHalf() {
        return new KnownBits(value & Scalar.MAX_U32, unknown | ~Scalar.MAX_U32);
    }

    /** A mask of the lowest bits, as many as are known without a gap. */
    long knownLow() {
        return unknown == 0 ? -1 : Long.lowestOneBit(unknown) - 1;
    }

    /** Every bit that may be 1. */
    long possible() {
        return value | unknown;
    }

    boolean allows(long number) {
        return ((number ^ value) & ~unknown) == 0;
    }

    /** Whether some number of an unsigned range may have these bits; that none has can still show later. */
    boolean allowsAny(long min, long max) {
        return Long.compareUnsigned(min, possible()) <= 0 && Long.compareUnsigned(max, value) >= 0;
    }

    /** The least number, unsigned, that has these bits and is at least {@code bound}; there must be one. */
    long atLeast(long bound) {
        long wrong = (bound ^ value) & ~unknown;
        if (wrong == 0) {
            return bound;
        }
        long highest = Long.highestOneBit(wrong);
        long raised = (value & highest) != 0
                ? highest                                                   // this bit becomes 1
                : Long.lowestOneBit(unknown & ~bound & -highest << 1);      // a higher one must, that it can become 0
        return bound & -raised << 1 | raised | value & raised - 1;
    }

    /** The greatest number, unsigned, that has these bits and is at most {@code bound}; there must be one. */
    long atMost(long bound) {
        return ~new KnownBits(~possible(), unknown).atLeast(~bound);
    }

    KnownBits withSignFlipped() {
        return new KnownBits(value ^ Long.MIN_VALUE & ~unknown, unknown);
    }

    KnownBits plus(KnownBits other) {
        long low = value + other.value;
        long high = unknown + other.unknown + low;
        long carries = high ^ low;
        long mask = carries | unknown | other.unknown;
        return new KnownBits(low & ~mask, mask);
    }

    KnownBits minus(KnownBits other) {
        long difference = value - other.value;
        long most = difference + unknown;
        long least = difference - other.unknown;
        long mask = (most ^ least) | unknown | other.unknown;
        return new KnownBits(difference & ~mask, mask);
    }

    /** One partial product for each bit of the factor with fewer ones; low bits depend on low bits only. */
    KnownBits times(KnownBits other) {
        if (Long.bitCount(possible()) > Long.bitCount(other.possible())) {
            return other.times(this);
        }
        if (Long.bitCount(possible()) > MAX_FACTOR_BITS) {
            return lowBitsOfProduct(other);
        }
        KnownBits product = constant(0);
        for (long rest = possible(); rest != 0; rest &= rest - 1) {
            KnownBits part = other.shiftLeft(Long.numberOfTrailingZeros(rest));
            boolean isSure = (value & Long.lowestOneBit(rest)) != 0;
            product = product.plus(isSure ? part : new KnownBits(0, part.possible()));
        }
        return product;
    }

    private KnownBits lowBitsOfProduct(KnownBits other) {
        int here = Long.numberOfTrailingZeros(unknown) + Long.numberOfTrailingZeros(other.possible());
        int there = Long.numberOfTrailingZeros(other.unknown) + Long.numberOfTrailingZeros(possible());
        int known = Math.min(here, there);
        long mask = known >= Long.SIZE ? 0 : -1L << known;
        return new KnownBits(value * other.value & ~mask, mask);
    }

    KnownBits and(KnownBits other) {
        long ones = value & other.value;
        return new KnownBits(ones, possible() & other.possible() & ~ones);
    }

    KnownBits or(KnownBits other) {
        long ones = value | other.value;
        return new KnownBits(ones, (unknown | other.unknown) & ~ones);
    }

    KnownBits xor(KnownBits other) {
        long mask = unknown | other.unknown;
        return new KnownBits((value ^ other.value) & ~mask, mask);
    }

    KnownBits shiftLeft(int count) {
        return new KnownBits(value << count, unknown << count);
    }

    /** Shifted by so much or more: only trailing zeros are sure. */
    KnownBits shiftedLeftAtLeast(int count) {
        int zeros = Long.numberOfTrailingZeros(possible()) + count;
        return zeros >= Long.SIZE ? constant(0) : new KnownBits(0, -1L << zeros);
    }

    KnownBits shiftRight(int count) {
        return new KnownBits(value >>> count, unknown >>> count);
    }

    KnownBits shiftRightSigned(int count) {
        return new KnownBits(value >> count, unknown >> count);
    }

    KnownBits truncated(long mask) {
        return new KnownBits(value & mask, unknown & mask);
    }

    /** The lowest bits, sign-extended. */
    KnownBits signExtended(int bits) {
        return shiftLeft(Long.SIZE - bits).shiftRightSigned(Long.SIZE - bits);
    }

    /** The lowest bits, a multiple of 8, in the opposite order of bytes. */
    KnownBits swapped(int bits) {
        int shift = Long.SIZE - bits;
        return new KnownBits(Long.reverseBytes(value) >>> shift, Long.reverseBytes(unknown) >>> shift);
    }

    /** What holds whichever of the two is true. */
    KnownBits union(KnownBits other) {
        long mask = unknown | other.unknown | (value ^ other.value);
        return new KnownBits(value & ~mask, mask);
    }

    boolean contradicts(KnownBits other) {
        return ((value ^ other.value) & ~unknown & ~other.unknown) != 0;
    }

    /** What holds if both are true; they must not contradict each other. */
    KnownBits intersection(KnownBits other) {
        long mask = unknown & other.unknown;
        return mask == unknown ? this : new KnownBits((value | other.value) & ~mask, mask);
    }

    /** Whether every number that {@code other} allows is allowed here too. */
    boolean includes(KnownBits other) {
        return (other.unknown & ~unknown) == 0 && ((value ^ other.value) & ~unknown) == 0;
    }
}
