package okko.switchd.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/** The rules that share one mask: an open-addressed hash table of masked keys, at most half full. */
final class Subtable {

    private static final int[] NO_RANKS = {};

    private final long[] mask = new long[FlowKey.WORDS];
    private final int firstRank;
    private final int slotMask;

    /** {@link FlowKey#WORDS} for each slot. */
    private final long[] keys;

    /** By slot, ascending ranks of the rules with this key; {@code null} where the slot is free. */
    private final int[][] ranks;


    /**
     * Builds the table.
     *
     * @param members ascending ranks of the rules with this mask, at least one
     * @param rules   by rank
     */
    Subtable(List<Integer> members, Rule[] rules) {
        firstRank = members.getFirst();
        for (int word = 0; word < FlowKey.WORDS; word++) {
            mask[word] = rules[firstRank].match().maskWord(word);
        }
        Map<Match, List<Integer>> byMatch = new LinkedHashMap<>();
        for (Integer rank : members) {
            byMatch.computeIfAbsent(rules[rank].match(), _ -> new ArrayList<>()).add(rank);
        }
        int slots = Integer.highestOneBit(byMatch.size()) << 2;
        slotMask = slots - 1;
        keys = new long[slots * FlowKey.WORDS];
        ranks = new int[slots][];
        byMatch.forEach(this::insert);
    }

    private void insert(Match match, List<Integer> members) {
        long[] masked = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            masked[word] = match.keyWord(word);
        }
        int slot = slotOf(masked);
        System.arraycopy(masked, 0, keys, slot * FlowKey.WORDS, FlowKey.WORDS);
        ranks[slot] = members.stream().mapToInt(Integer::intValue).toArray();
    }

    /** {@return the rank of the rule here that is asked before all others} */
    int firstRank() {
        return firstRank;
    }

    /**
     * Finds the rules that match a key.
     *
     * @param key    of {@link FlowKey#WORDS} words
     * @param looked receives the bits that were looked at, beside those that it has
     * @return their ranks, ascending; empty if there are none
     */
    int[] find(long[] key, long[] looked) {
        long[] masked = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            masked[word] = key[word] & mask[word];
            looked[word] |= mask[word];
        }
        int[] found = ranks[slotOf(masked)];
        return found == null ? NO_RANKS : found;
    }

    /** The slot that holds the masked key, or the free one where it belongs. */
    private int slotOf(long[] masked) {
        int slot = hash(masked) & slotMask;
        while (ranks[slot] != null && !FlowKey.equal(keys, slot * FlowKey.WORDS, masked, 0, FlowKey.WORDS)) {
            slot = slot + 1 & slotMask;
        }
        return slot;
    }

    /** Needs no secret seed: the keys in the table are the operator's, and a packet probes no further than they lie. */
    private static int hash(long[] masked) {
        long hash = 0;
        for (long word : masked) {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
