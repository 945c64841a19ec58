package okko.switchd.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/** The mask that the rules of a subtable share, taken apart into the stages of a look-up. An immutable value. */
final class StagedMask {

    private final long[] mask;

    private StagedMask(long[] mask) {
        this.mask = mask;
    }

    /**
     * What one stage looks at. Stages that look at nothing are left out, but for a mask of nothing at all.
     *
     * @param lanes    bits of the stage
     * @param prefixes what can tell beforehand that the stage will find nothing
     */
    record Part(Lanes lanes, Prefix[] prefixes) {}

    /**
     * A field of which all rules ask for a prefix.
     *
     * @param field  of these
     * @param length of the prefix in bits, more than 0
     */
    record Prefix(PrefixField field, int length) {}

    /** {@return the mask of a match} */
    static StagedMask of(Match match) {
        long[] mask = new long[FlowKey.WORDS];
        for (int word = 0; word < mask.length; word++) {
            mask[word] = match.maskWord(word);
        }
        return new StagedMask(mask);
    }

    private static Lanes lanesOf(Stage stage, long[] mask) {
        int[] words = new int[mask.length];
        long[] masks = new long[mask.length];
        int count = 0;
        for (int word = 0; word < mask.length; word++) {
            long bits = mask[word] & stage.bits(word);
            if (bits != 0) {
                words[count] = word;
                masks[count++] = bits;
            }
        }
        return new Lanes(Arrays.copyOf(words, count), Arrays.copyOf(masks, count));
    }

    private static Prefix[] prefixesOf(Stage stage, Match match) {
        List<Prefix> prefixes = new ArrayList<>();
        for (PrefixField field : PrefixField.values()) {
            int length = field.prefixLength(match);
            if (field.stage() == stage && length > 0) {
                prefixes.add(new Prefix(field, length));
            }
        }
        return prefixes.toArray(Prefix[]::new);
    }

    /** {@return the stages, in the order of looking; at least one} */
    List<Part> parts() {
        Match widest = Match.of(new long[FlowKey.WORDS], mask);
        List<Part> parts = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            Lanes lanes = lanesOf(stage, mask);
            if (lanes.words().length > 0) {
                parts.add(new Part(lanes, prefixesOf(stage, widest)));
            }
        }
        if (parts.isEmpty()) {
            parts.add(new Part(lanesOf(Stage.METADATA, mask), new Prefix[0]));
        }
        return parts;
    }

    /** {@return whether a match asks for all these bits} */
    boolean isPartOf(Match match) {
        for (int word = 0; word < mask.length; word++) {
            if ((match.maskWord(word) & mask[word]) != mask[word]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StagedMask staged && Arrays.equals(mask, staged.mask);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mask);
    }
}
