package okko.switchd.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/**
 * All rules of a flow table at one moment. The rules never change; scratch memory makes it confined to one datapath
 * thread.
 *
 * <p>A rule's <em>rank</em> is its position in the order of asking: higher priority first; of equal priority, which
 * OpenFlow leaves open, the rule that was added first.
 */
public final class RuleTable {

    /** Distinct rule lists that are kept; traffic chooses how many it makes, so there must be an end. */
    private static final int MAX_REMEMBERED = 1 << 16;

    /** By rank. */
    private final Rule[] rules;

    private final long[] usedBits = new long[FlowKey.WORDS];

    /** By the rank of their first rule. */
    private final Subtable[] subtables;

    /** Ranks of the rules found so far for one key, ascending. */
    private final int[] candidates;

    private final Decision miss = Decision.miss(this);
    private int remembered;

    /**
     * Builds the table.
     *
     * @param added rules in the order in which they were added
     */
    public RuleTable(List<Rule> added) {
        // The sort is stable, so equal priorities stay in the order of addition.
        rules = added.stream()
                .sorted(Comparator.comparingInt(Rule::priority).reversed())
                .toArray(Rule[]::new);
        Map<List<Long>, List<Integer>> byMask = new LinkedHashMap<>();
        for (int rank = 0; rank < rules.length; rank++) {
            List<Long> mask = maskOf(rules[rank].match());
            for (int word = 0; word < FlowKey.WORDS; word++) {
                usedBits[word] |= mask.get(word);
            }
            byMask.computeIfAbsent(mask, _ -> new ArrayList<>()).add(rank);
        }
        // In the order of first ranks, because the map keeps the order in which the ranks met a new mask.
        subtables = byMask.values().stream().map(ranks -> new Subtable(ranks, rules)).toArray(Subtable[]::new);
        candidates = new int[rules.length];
    }

    private static List<Long> maskOf(Match match) {
        List<Long> mask = new ArrayList<>(FlowKey.WORDS);
        for (int word = 0; word < FlowKey.WORDS; word++) {
            mask.add(match.maskWord(word));
        }
        return mask;
    }

    /**
     * Sets all bits of a key to 0 that no rule looks at. Packets that differ in nothing else share a decision, and so
     * one place in the cache.
     *
     * @param key of {@link FlowKey#WORDS} words, changed in place
     */
    public void clearUnusedBits(long[] key) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            key[word] &= usedBits[word];
        }
    }

    /**
     * Finds the rules that can decide about a packet.
     *
     * @param key of {@link FlowKey#WORDS} words
     * @return rules to try in order
     */
    public Decision classify(long[] key) {
        int count = 0;
        for (Subtable subtable : subtables) {
            if (count > 0 && isLast(candidates[count - 1]) && candidates[count - 1] < subtable.firstRank()) {
                break; // all rules that are left come after one that matches whatever the filters say
            }
            for (int rank : subtable.find(key)) {
                count = insert(rank, count);
            }
        }
        Decision decision = miss;
        for (int i = count - 1; i >= 0; i--) {
            decision = listOf(rules[candidates[i]], decision);
        }
        return decision;
    }

    /** Puts a rule among the candidates, which end with the first rule without a filter; returns how many there are. */
    private int insert(int rank, int count) {
        int at = count;
        while (at > 0 && rank < candidates[at - 1]) {
            at--;
        }
        if (at > 0 && isLast(candidates[at - 1])) {
            return count; // would never be asked
        }
        if (isLast(rank)) {
            candidates[at] = rank; // those behind it are never asked any more
            return at + 1;
        }
        System.arraycopy(candidates, at, candidates, at + 1, count - at);
        candidates[at] = rank;
        return count + 1;
    }

    private boolean isLast(int rank) {
        return !rules[rank].hasFilter();
    }

    private Decision listOf(Rule first, Decision rest) {
        Decision list = rest.known(first);
        if (list == null) {
            list = rest.precededBy(first);
            if (remembered < MAX_REMEMBERED) {
                rest.remember(list);
                remembered++;
            }
        }
        return list;
    }
}
