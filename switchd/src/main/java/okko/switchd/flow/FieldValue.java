package okko.switchd.flow;

/**
 * A value of a field, or a mask of its bits, as an unsigned number of up to 128 bits.
 *
 * @param high bits 64 to 127; 0 unless the field is wider than 64 bits
 * @param low  bits 0 to 63
 */
public record FieldValue(long high, long low) {

    /** No bit is set. */
    public static final FieldValue ZERO = new FieldValue(0, 0);

    /**
     * Makes a value of at most 64 bits.
     *
     * @param low the value, unsigned
     * @return the value
     */
    public static FieldValue of(long low) {
        return new FieldValue(0, low);
    }

    /**
     * Makes a mask of neighbouring bits, the lowest among them.
     *
     * @param bits how many, 0 to 128
     * @return ones from bit 0 up
     */
    public static FieldValue ones(int bits) {
        if (bits <= Long.SIZE) {
            return of(bits == 0 ? 0 : -1L >>> (Long.SIZE - bits));
        }
        return new FieldValue(-1L >>> (2 * Long.SIZE - bits), -1L);
    }

    /** {@return whether no bit is set} */
    public boolean isZero() {
        return (high | low) == 0;
    }

    /** {@return how many bits are set} */
    public int bitCount() {
        return Long.bitCount(high) + Long.bitCount(low);
    }

    /**
     * Keeps some bits.
     *
     * @param mask ones for the bits to keep
     * @return the value with all others 0
     */
    public FieldValue and(FieldValue mask) {
        return new FieldValue(high & mask.high, low & mask.low);
    }

    /**
     * Adds bits.
     *
     * @param other bits to set
     * @return the value with the bits of both
     */
    public FieldValue or(FieldValue other) {
        return new FieldValue(high | other.high, low | other.low);
    }

    /**
     * Takes bits away.
     *
     * @param other bits to clear
     * @return the value without them
     */
    public FieldValue andNot(FieldValue other) {
        return new FieldValue(high & ~other.high, low & ~other.low);
    }

    /**
     * Moves bits up; those that leave at the top are lost.
     *
     * @param bits how far, 0 to 127
     * @return the value times 2 to the power of {@code bits}
     */
    public FieldValue shiftLeft(int bits) {
        if (bits == 0) {
            return this;
        }
        return bits < Long.SIZE
                ? new FieldValue(high << bits | low >>> (Long.SIZE - bits), low << bits)
                : new FieldValue(low << (bits - Long.SIZE), 0);
    }

    /**
     * Moves bits down; those that leave at the bottom are lost.
     *
     * @param bits how far, 0 to 127
     * @return the value divided by 2 to the power of {@code bits}
     */
    public FieldValue shiftRight(int bits) {
        if (bits == 0) {
            return this;
        }
        return bits < Long.SIZE
                ? new FieldValue(high >>> bits, low >>> bits | high << (Long.SIZE - bits))
                : of(high >>> (bits - Long.SIZE));
    }

    /** {@return the value in hexadecimal, {@code 0x} in front, without leading zeros} */
    @Override
    public String toString() {
        return high == 0 ? "0x" + Long.toHexString(low) : "0x%x%016x".formatted(high, low);
    }
}
