package okko.switchd.flow;

/**
 * A value or a mask of a field, up to 128 bits, right-aligned.
 *
 * @param high bits 64 to 127; 0 for fields of at most 64 bits
 * @param low  bits 0 to 63
 */
public record FieldValue(long high, long low) {

    /**
     * Makes a value of a field of at most 64 bits.
     *
     * @param low the value
     * @return it
     */
    public static FieldValue of(long low) {
        return new FieldValue(0, low);
    }
}
