package okko.bpf.verify;

/**
 * Which bits of a number are known (the kernel's "tnum"): {@code unknown} marks the bits that are not; {@code value}
 * holds the others and is 0 where unknown.
 */
record KnownBits(long value, long unknown) {

    static final KnownBits NONE = new KnownBits(0, -1);

    static KnownBits constant(long value) {
        return new KnownBits(value, 0);
    }

    /** What all numbers of an unsigned range have in common: the leading bits that both ends share. */
    static KnownBits ofRange(long min, long max) {
        long differing = min ^ max;
        if (differing == 0) {
            return constant(min);
        }
        long unknown = -1L >>> Long.numberOfLeadingZeros(differing);
        return new KnownBits(min & ~unknown, unknown);
    }

    /** A mask of the lowest bits, as many as are known without a gap. */
    long knownLow() {
        return unknown == 0 ? -1 : Long.lowestOneBit(unknown) - 1;
    }

    /** Every bit that may be 1. */
    long possible() {
        return value | unknown;
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

    /** Keeps only what is sure in a product: its trailing zeros. */
    KnownBits times(KnownBits other) {
        if (unknown == 0 && other.unknown == 0) {
            return constant(value * other.value);
        }
        int zeros = Long.numberOfTrailingZeros(possible()) + Long.numberOfTrailingZeros(other.possible());
        return zeros >= 64 ? constant(0) : new KnownBits(0, -1L << zeros);
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

    KnownBits shiftRight(int count) {
        return new KnownBits(value >>> count, unknown >>> count);
    }

    KnownBits shiftRightSigned(int count) {
        return new KnownBits(value >> count, unknown >> count);
    }

    KnownBits truncated(long mask) {
        return new KnownBits(value & mask, unknown & mask);
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
        return new KnownBits((value | other.value) & ~mask, mask);
    }

    /** Whether every number that {@code other} allows is allowed here too. */
    boolean includes(KnownBits other) {
        return (other.unknown & ~unknown) == 0 && ((value ^ other.value) & ~unknown) == 0;
    }
}
