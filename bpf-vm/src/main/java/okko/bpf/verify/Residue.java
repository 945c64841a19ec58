package okko.bpf.verify;

/**
 * What is known of an offset's lowest bits: it is {@code rest} more than a multiple of {@code step}.
 *
 * @param step a power of two, at most that of the largest access
 * @param rest at least 0, less than the step
 */
record Residue(int step, int rest) {

    private static final int GREATEST_STEP = Long.BYTES;

    /** Nothing is known. */
    static final Residue ANY = new Residue(1, 0);

    /** Addresses in memory that is aligned for every access. */
    static final Residue ZERO = of(0);

    static Residue of(long constant) {
        return reduced(GREATEST_STEP, constant);
    }

    static Residue of(Scalar number) {
        long known = number.bits().knownLow();
        int step = (int) Math.min(GREATEST_STEP - 1, known & GREATEST_STEP - 1) + 1;
        return reduced(step, number.bits().value());
    }

    Residue plus(Residue other) {
        return reduced(Math.min(step, other.step), (long) rest + other.rest);
    }

    Residue plus(long constant) {
        return reduced(step, rest + constant);
    }

    /** What holds whichever of the two is true. */
    Residue join(Residue other) {
        int common = Math.min(step, other.step);
        int apart = rest - other.rest & common - 1;
        return reduced(apart == 0 ? common : Integer.lowestOneBit(apart), rest);
    }

    /** Whether all that is claimed here is true of the other. */
    boolean includes(Residue other) {
        return step <= other.step && (rest - other.rest & step - 1) == 0;
    }

    /** Whether the offset is a multiple of a power of two. */
    boolean isMultipleOf(int bytes) {
        return step >= bytes && (rest & bytes - 1) == 0;
    }

    private static Residue reduced(int step, long number) {
        return new Residue(step, (int) (number & step - 1));
    }
}
