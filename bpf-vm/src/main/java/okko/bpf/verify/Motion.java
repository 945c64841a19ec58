package okko.bpf.verify;

/**
 * How a number has moved since the head of a loop: shifted right by {@code shift} bits it is, modulo 2<sup>bits</sup>,
 * what {@code origin} held there and something from {@code min} to {@code max}.
 *
 * <p>Nothing is said of carries: where both numbers are known to lie in a range that is small beside 2<sup>bits</sup>,
 * the movement is exact nevertheless.
 *
 * @param origin a place, see {@link Motions}, or {@link #CONSTANT}
 * @param last   what was added last, if that is still in a register; or {@code null}
 */
record Motion(int origin, int bits, int shift, long min, long max, Addend last) {

    /** Not a place: stands for 0. */
    static final int CONSTANT = -1;

    static final int ALL_BITS = 64;

    /** Larger movements do not matter; sums of smaller ones never overflow. */
    static final long FAR = 1L << 40;

    /** A register that was added, and from what to what it was thought to be: a test may tell more of it afterwards. */
    record Addend(int register, long least, long greatest) {}

    /** A number, whatever was at the head. */
    static Motion constant(long value) {
        return value < -FAR || value > FAR ? null : new Motion(CONSTANT, ALL_BITS, 0, value, value, null);
    }

    boolean isConstant() {
        return origin == CONSTANT;
    }

    /** At the head itself. */
    static Motion none(int origin, int bits) {
        return new Motion(origin, bits, 0, 0, 0, null);
    }

    /** The movement after something of a range was added; {@code null} if nothing useful is known of it. */
    Motion plus(long least, long greatest) {
        boolean isNear = least >= -FAR && greatest <= FAR && min + least >= -FAR && max + greatest <= FAR;
        return shift == 0 && isNear ? new Motion(origin, bits, 0, min + least, max + greatest, null) : null;
    }

    /** The same, with a note that a register was added last. */
    Motion adding(Addend addend) {
        return new Motion(origin, bits, shift, min, max, addend);
    }

    /** Once a test has told more of what was added last. */
    Motion refined(long least, long greatest) {
        return new Motion(origin, bits, shift, min + Math.max(0, least - last.least),
                max - Math.max(0, last.greatest - greatest), null);
    }

    /** Of the low bits of an unshifted number. */
    Motion truncated(int toBits) {
        return shift != 0 ? null : toBits >= bits ? this : new Motion(origin, toBits, 0, min, max, last);
    }

    /** After a shift to the left within so many bits. */
    Motion shiftedLeft(int by, int width) {
        return shift != 0 || by >= width ? null : new Motion(origin, Math.min(bits, width - by), by, min, max, last);
    }

    /** After a shift to the right, which must undo the one to the left. */
    Motion shiftedRight(int by, int width) {
        return shift == by && by < width ? new Motion(origin, Math.min(bits, width - by), 0, min, max, last) : null;
    }

    /** What holds of both; {@code null} if nothing does. */
    Motion hull(Motion other) {
        return other == null || origin != other.origin || shift != other.shift
                ? null
                : new Motion(origin, Math.min(bits, other.bits), shift, Math.min(min, other.min),
                        Math.max(max, other.max), null);
    }

    /** Whether numbers that are no more than {@code span} apart have moved by exactly this, not only modulo. */
    boolean isExactWithin(long span) {
        long farthest = Math.max(Math.abs(min), Math.abs(max));
        return shift == 0 && span >= 0 && span <= FAR && (bits > 41 || span + farthest < 1L << bits);
    }
}
