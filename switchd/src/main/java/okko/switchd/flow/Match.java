package okko.switchd.flow;

import java.util.Arrays;

/**
 * Which packets a rule is for: a value for some bits of the flow key. An immutable value.
 *
 * <p>Only the words of the key that matter are kept, since there may be very many matches and most look at a few
 * fields.
 */
public final class Match {

    /** Matches every packet. */
    public static final Match ANY = new Match(new long[FlowKey.WORDS], new long[FlowKey.WORDS]);

    /** Bit i is set where word i of the mask is not 0. */
    private final int usedWords;

    /** For each used word in order, what the key must be and where it must be that. */
    private final long[] valuesAndMasks;

    private Match(long[] key, long[] mask) {
        int used = 0;
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if (mask[word] != 0) {
                used |= 1 << word;
            }
        }
        usedWords = used;
        valuesAndMasks = new long[2 * Integer.bitCount(used)];
        int next = 0;
        for (int left = used; left != 0; left &= left - 1) {
            int word = Integer.numberOfTrailingZeros(left);
            valuesAndMasks[next++] = key[word] & mask[word];
            valuesAndMasks[next++] = mask[word];
        }
    }

    /**
     * Makes the match that asks for some bits of a key.
     *
     * @param key  of {@link FlowKey#WORDS} words
     * @param mask of as many, ones where a packet's key must be equal
     * @return the match
     */
    public static Match of(long[] key, long[] mask) {
        return new Match(key, mask);
    }

    /**
     * Asks for a field's value, besides what is asked for already.
     *
     * @param field to match, of at most 64 bits
     * @param value its value
     * @return the narrower match
     */
    public Match with(Field field, long value) {
        return with(field, FieldValue.of(value), field.exactMask());
    }

    /**
     * Asks for some bits of a field, besides what is asked for already.
     *
     * @param field     to match, of at most 64 bits
     * @param value     its value; bits outside of {@code fieldMask} do not matter
     * @param fieldMask which bits of the field must be equal
     * @return the narrower match
     */
    public Match with(Field field, long value, long fieldMask) {
        return with(field, FieldValue.of(value), FieldValue.of(fieldMask));
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
    public Match with(Field field, FieldValue value, FieldValue fieldMask) {
        if (!value.or(fieldMask).andNot(field.exactMask()).isZero()) {
            throw new IllegalArgumentException("%s has %d bits: value=%s mask=%s"
                    .formatted(field.label(), field.bits(), value, fieldMask));
        }
        long[] key = key();
        long[] mask = mask();
        field.write(key, value, fieldMask);
        field.write(mask, fieldMask, fieldMask);
        key[field.word()] |= field.impliedBits();
        mask[field.word()] |= field.impliedBits();
        return new Match(key, mask);
    }

    /**
     * Asks no longer for a field.
     *
     * @param field that is not to matter
     * @return the wider match
     */
    public Match without(Field field) {
        long[] mask = mask();
        field.write(mask, FieldValue.ZERO, field.exactMask());
        mask[field.word()] &= ~field.impliedBits();
        return new Match(key(), mask);
    }

    /**
     * Says whether asking for a field's value would contradict what is asked for already.
     *
     * @param field     to match
     * @param value     its value
     * @param fieldMask which bits of the field must be equal
     * @return true if no packet could match both
     */
    boolean contradicts(Field field, FieldValue value, FieldValue fieldMask) {
        if (usedWords == 0) {
            return false; // the first word of a flow: nothing to compare with
        }
        Match wanted = ANY.with(field, value, fieldMask);
        for (int words = usedWords & wanted.usedWords; words != 0; words &= words - 1) {
            int word = Integer.numberOfTrailingZeros(words);
            if (((keyWord(word) ^ wanted.keyWord(word)) & maskWord(word) & wanted.maskWord(word)) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads what is asked of a field.
     *
     * @param field to read
     * @return its value; bits that are not matched are 0
     */
    public FieldValue value(Field field) {
        return field.bits() > Long.SIZE
                ? new FieldValue(keyWord(field.word()), keyWord(field.word() + 1))
                : field.extract(keyWord(field.word()));
    }

    /**
     * Reads which bits of a field are matched.
     *
     * @param field to read
     * @return zero if the field does not matter
     */
    public FieldValue mask(Field field) {
        return field.bits() > Long.SIZE
                ? new FieldValue(maskWord(field.word()), maskWord(field.word() + 1))
                : field.extract(maskWord(field.word()));
    }

    /**
     * Says whether one value of a field is asked for.
     *
     * @param field to look at, of at most 64 bits
     * @param value to compare with
     * @return true if all bits of the field are matched, with this value
     */
    public boolean isExactly(Field field, long value) {
        return mask(field).equals(field.exactMask()) && value(field).equals(FieldValue.of(value));
    }

    /**
     * Reads a word of the key.
     *
     * @param word 0 to {@link FlowKey#WORDS} - 1
     * @return its value; bits that are not matched are 0
     */
    public long keyWord(int word) {
        return isUsed(word) ? valuesAndMasks[position(word)] : 0;
    }

    /**
     * Reads a word of the mask.
     *
     * @param word 0 to {@link FlowKey#WORDS} - 1
     * @return ones where the key must be equal
     */
    public long maskWord(int word) {
        return isUsed(word) ? valuesAndMasks[position(word) + 1] : 0;
    }

    /** {@return a new array with all words of the key; bits that are not matched are 0} */
    public long[] key() {
        long[] key = new long[FlowKey.WORDS];
        Arrays.setAll(key, this::keyWord);
        return key;
    }

    /** {@return a new array with all words of the mask, ones where the key must be equal} */
    public long[] mask() {
        long[] mask = new long[FlowKey.WORDS];
        Arrays.setAll(mask, this::maskWord);
        return mask;
    }

    private boolean isUsed(int word) {
        return (usedWords >>> word & 1) != 0;
    }

    private int position(int word) {
        return 2 * Integer.bitCount(usedWords & (1 << word) - 1);
    }

    /**
     * Says whether a packet could match both.
     *
     * @param other match
     * @return true if they agree in the bits that both ask for
     */
    public boolean overlaps(Match other) {
        for (int left = usedWords & other.usedWords; left != 0; left &= left - 1) {
            int word = Integer.numberOfTrailingZeros(left);
            if (((keyWord(word) ^ other.keyWord(word)) & maskWord(word) & other.maskWord(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Says whether every packet that matches another one matches this one too.
     *
     * @param narrower match
     * @return true if it asks for all that this one asks for
     */
    public boolean covers(Match narrower) {
        if ((usedWords & ~narrower.usedWords) != 0) {
            return false;
        }
        for (int left = usedWords; left != 0; left &= left - 1) {
            int word = Integer.numberOfTrailingZeros(left);
            long mask = maskWord(word);
            if ((narrower.maskWord(word) & mask) != mask || (narrower.keyWord(word) & mask) != keyWord(word)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Match match && usedWords == match.usedWords
                && Arrays.equals(valuesAndMasks, match.valuesAndMasks);
    }

    @Override
    public int hashCode() {
        return 31 * usedWords + Arrays.hashCode(valuesAndMasks);
    }

    /** {@return the match in ovs-ofctl syntax; empty if it matches everything} */
    @Override
    public String toString() {
        return MatchText.print(this);
    }
}
