package okko.switchd.flow;

import java.util.Arrays;

/** Which packets a rule is for: a value for some bits of the flow key. An immutable value. */
public final class Match {

    /** Matches every packet. */
    public static final Match ANY = new Match(new long[FlowKey.WORDS], new long[FlowKey.WORDS]);

    private final long[] key;
    private final long[] mask;

    private Match(long[] key, long[] mask) {
        this.key = key;
        this.mask = mask;
    }

    /**
     * Asks for a field's value, besides what is asked for already.
     *
     * @param field to match
     * @param value its value
     * @return the narrower match
     */
    public Match with(Field field, long value) {
        return with(field, value, field.exactMask());
    }

    /**
     * Asks for some bits of a field, besides what is asked for already.
     *
     * @param field     to match
     * @param value     its value; bits outside of {@code fieldMask} do not matter
     * @param fieldMask which bits of the field must be equal
     * @return the narrower match
     * @throws IllegalArgumentException if value or mask are wider than the field
     */
    public Match with(Field field, long value, long fieldMask) {
        if (((value | fieldMask) & ~field.exactMask()) != 0) {
            throw new IllegalArgumentException("%s has %d bits: value=0x%x mask=0x%x"
                    .formatted(field.label(), field.bits(), value, fieldMask));
        }
        long[] newKey = key.clone();
        long[] newMask = mask.clone();
        int word = field.word();
        long bits = fieldMask << field.shift() | field.impliedBits();
        newKey[word] = newKey[word] & ~bits | (value & fieldMask) << field.shift() | field.impliedBits();
        newMask[word] |= bits;
        return new Match(newKey, newMask);
    }

    /**
     * Asks no longer for a field.
     *
     * @param field that is not to matter
     * @return the wider match
     */
    Match without(Field field) {
        long[] newKey = key.clone();
        long[] newMask = mask.clone();
        long bits = field.exactMask() << field.shift() | field.impliedBits();
        newKey[field.word()] &= ~bits;
        newMask[field.word()] &= ~bits;
        return new Match(newKey, newMask);
    }

    /**
     * Says whether asking for a field's value would contradict what is asked for already.
     *
     * @param field     to match
     * @param value     its value
     * @param fieldMask which bits of the field must be equal
     * @return true if no packet could match both
     */
    boolean contradicts(Field field, long value, long fieldMask) {
        Match wanted = ANY.with(field, value, fieldMask);
        int word = field.word();
        return ((key[word] ^ wanted.key[word]) & mask[word] & wanted.mask[word]) != 0;
    }

    /**
     * Reads what is asked of a field.
     *
     * @param field to read
     * @return its value; bits that are not matched are 0
     */
    public long value(Field field) {
        return key[field.word()] >>> field.shift() & field.exactMask();
    }

    /**
     * Reads which bits of a field are matched.
     *
     * @param field to read
     * @return 0 if the field does not matter
     */
    public long mask(Field field) {
        return mask[field.word()] >>> field.shift() & field.exactMask();
    }

    /**
     * Says whether one value of a field is asked for.
     *
     * @param field to look at
     * @param value to compare with
     * @return true if all bits of the field are matched, with this value
     */
    public boolean isExactly(Field field, long value) {
        return mask(field) == field.exactMask() && value(field) == value;
    }

    /**
     * Reads a word of the key.
     *
     * @param word 0 to {@link FlowKey#WORDS} - 1
     * @return its value; bits that are not matched are 0
     */
    public long keyWord(int word) {
        return key[word];
    }

    /**
     * Reads a word of the mask.
     *
     * @param word 0 to {@link FlowKey#WORDS} - 1
     * @return ones where the key must be equal
     */
    public long maskWord(int word) {
        return mask[word];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Match match && Arrays.equals(key, match.key) && Arrays.equals(mask, match.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Arrays.hashCode(mask);
    }

    /** {@return the match in ovs-ofctl syntax; empty if it matches everything} */
    @Override
    public String toString() {
        return FlowText.print(this);
    }
}
