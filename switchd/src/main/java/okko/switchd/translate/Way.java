package okko.switchd.translate;

import java.util.List;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;

/**
 * What is known at one point of a packet's way: the key as the steps up to here leave it, and how each of its bits came
 * about. A bit is as it was when the packet was looked up; or <b>overwritten</b>, a constant, so that looking at it
 * tells nothing about the packet; or <b>stale</b>, when only the packet itself can tell.
 */
final class Way {

    private static final long TIME_TO_LIVE = 0xffL << FlowKey.TIME_TO_LIVE_SHIFT;

    final long[] key;
    private final long[] overwritten;
    private final long[] stale;

    /** Bits of the key at the look-up that decided about the way; one for all ways of a tree. */
    private final long[] mask;

    ActionSet set;
    Answers answers;


    int resubmits;
    final int passes;

    /** The time to live is that of the look-up less what steps took off. */
    private boolean isTimeToLiveCounted;

    Way(long[] key, long[] mask, Remainder remainder) {
        this.key = key.clone();
        this.mask = mask;
        overwritten = new long[FlowKey.WORDS];
        stale = new long[FlowKey.WORDS];
        set = remainder.set();
        answers = remainder.answers();
        resubmits = remainder.resubmits();
        passes = remainder.passes();
        remainder.putRegisters(this.key);
        // No packet comes in with marks or registers; and the number of the pass is looked at by being a part of keys.
        overwritten[FlowKey.MARK_AND_PASS] = -1L;
        for (int word = FlowKey.REGISTERS; word < FlowKey.WORDS; word++) {
            overwritten[word] = -1L;
        }
        mask[FlowKey.MARK_AND_PASS] |= (1L << FlowKey.MARK_SHIFT) - 1;
    }

    private Way(Way other) {
        key = other.key.clone();
        mask = other.mask;
        overwritten = other.overwritten.clone();
        stale = other.stale.clone();
        set = other.set;
        answers = other.answers;
        resubmits = other.resubmits;
        passes = other.passes;
        isTimeToLiveCounted = other.isTimeToLiveCounted;
    }

    /** {@return the same, for another way from here on} */
    Way copy() {
        return new Way(this);
    }

    /** {@return what has to be known to go on from here} */
    Remainder remainder(Rest rest, int passesThen) {
        return new Remainder(rest, Remainder.registersOf(key), set, answers, resubmits, passesThen);
    }

    /** {@return the words of the registers as they are now; empty if all are 0} */
    List<Long> registers() {
        List<Long> words = Remainder.registersOf(key);
        return words.isEmpty() ? words : words.subList(1, words.size()); // behind the packet mark
    }

    /**
     * Looks at bits of the key.
     *
     * @param bits {@link FlowKey#WORDS} words
     * @return false if one of them is stale; then nothing has been looked at
     */
    boolean examine(long[] bits) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if ((bits[word] & stale[word]) != 0) {
                return false;
            }
        }
        for (int word = 0; word < FlowKey.WORDS; word++) {
            mask[word] |= bits[word] & ~overwritten[word];
        }
        if (isTimeToLiveCounted && (bits[FlowKey.PORT_AND_NETWORK] & TIME_TO_LIVE) != 0) {
            mask[FlowKey.PORT_AND_NETWORK] |= TIME_TO_LIVE & ~overwritten[FlowKey.PORT_AND_NETWORK];
        }
        return true;
    }

    /** Looks at those bits that are not stale. */
    void examineFresh(long[] bits) {
        long[] fresh = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            fresh[word] = bits[word] & ~stale[word];
        }
        examine(fresh);
    }

    /** {@return whether all bits of a field could be looked at; if not, none has been} */
    boolean examine(Field field) {
        return examine(maskOf(field, field.exactMask()));
    }

    /** {@return a field as it is now; only after it was looked at} */
    FieldValue value(Field field) {
        return field.read(key);
    }

    /** Takes over that a step writes a constant. */
    void overwrite(Field field, FieldValue value, FieldValue bits) {
        field.write(key, value, bits);
        field.write(overwritten, bits, bits);
        field.write(stale, FieldValue.ZERO, bits);
        if (field == Field.NW_TTL && bits.equals(field.exactMask())) {
            isTimeToLiveCounted = false;
        }
    }

    /** Takes over that a word is a constant now, in some bits. */
    void overwrite(int word, long value, long bits) {
        key[word] = key[word] & ~bits | value & bits;
        overwritten[word] |= bits;
        stale[word] &= ~bits;
    }

    /** Takes over that a step takes one off the time to live. */
    void countTimeToLive() {
        int word = FlowKey.PORT_AND_NETWORK;
        long timeToLive = (key[word] & TIME_TO_LIVE) - (1L << FlowKey.TIME_TO_LIVE_SHIFT) & TIME_TO_LIVE;
        key[word] = key[word] & ~TIME_TO_LIVE | timeToLive;
        isTimeToLiveCounted = true;
    }

    /** Takes over that a step may have written these bits, nobody knows what. */
    void spoil(long[] bits) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            stale[word] |= bits[word];
            overwritten[word] &= ~bits[word];
        }
    }

    /** {@return the bits of the key where a field is} */
    static long[] maskOf(Field field, FieldValue bits) {
        long[] words = new long[FlowKey.WORDS];
        field.write(words, bits, bits);
        return words;
    }
}
