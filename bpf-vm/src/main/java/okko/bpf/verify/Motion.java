package okko.bpf.verify;

/**
 * How a number has moved since the head of a loop: shifted right by {@code shift} bits it is, modulo 2<sup>bits</sup>,
 * what {@code origin} held there and something from {@code min} to {@code max}.
 *
 * <p>Nothing is said of carries: where both numbers are known to lie in a range that is small beside 2<sup>bits</sup>,
 * the movement is exact nevertheless.
 *
 * @param origin a place, see {@link Motions}
 */
record Motion(int origin, int bits, int shift, long min, long max) {

    static final int ALL_BITS = 64;

    /** Larger movements do not matter; sums of smaller ones never overflow. */
    static final long FAR = 1L << 40;

    /** At the head itself. */
    static Motion none(int origin, int bits) {
        return new Motion(origin, bits, 0, 0, 0);
    }

    /** The movement after something of a range was added; {@code null} if nothing useful is known of it. */
    Motion plus(long least, long greatest) {
        boolean isNear = least >= -FAR && greatest <= FAR && min + least >= -FAR && max + greatest <= FAR;
        return shift == 0 && isNear ? new Motion(origin, bits, 0, min + least, max + greatest) : null;
    }

    /** Of the low bits of an unshifted number. */
    Motion truncated(int toBits) {
        return shift != 0 ? null : toBits >= bits ? this : new Motion(origin, toBits, 0, min, max);
    }

    /** After a shift to the left within so many bits. */
    Motion shiftedLeft(int by, int width) {
        return shift != 0 || by >= width ? null : new Motion(origin, Math.min(bits, width - by), by, min, max);
    }

    /** After a shift to the right, which must undo the one to the left. */
    Motion shiftedRight(int by, int width) {
        return shift == by && by < width ? new Motion(origin, Math.min(bits, width - by), 0, min, max) : null;
    }

    /** What holds of both; {@code null} if nothing does. */
    Motion hull(Motion other) {
        return other == null || origin != other.origin || shift != other.shift
                ? null
                : new Motion(origin, Math.min(bits, other.bits), shift, Math.min(min, other.min),
                        Math.max(max, other.max));
    }

    /** Whether numbers that are no more than {@code span} apart have moved by exactly this, not only modulo. */
    boolean isExactWithin(long span) {
        long farthest = Math.max(Math.abs(min), Math.abs(max));
        return shift == 0 && span >= 0 && span <= FAR && (bits > 41 || span + farthest < 1L << bits);
    }
}
