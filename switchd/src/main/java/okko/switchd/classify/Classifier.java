package okko.switchd.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/** The rules of one table, for look-ups by flow key. Immutable. */
public final class Classifier {

    /** A table without rules. */
    public static final Classifier EMPTY = new Classifier(List.of());

    private final Rule[] rules;
    private final Subtable[] subtables;

    /**
     * Makes a table.
     *
     * @param added rules in the order in which they were added; of equal priorities, the first comes first
     */
    public Classifier(List<Rule> added) {
        // The sort is stable, so equal priorities stay in the order of addition.
        rules = added.stream()
                .sorted(Comparator.comparingInt(Rule::priority).reversed())
                .toArray(Rule[]::new);
        Map<List<Long>, List<Integer>> byMask = new LinkedHashMap<>();
        for (int rank = 0; rank < rules.length; rank++) {
            byMask.computeIfAbsent(maskOf(rules[rank].match()), _ -> new ArrayList<>()).add(rank);
        }
        // In the order of first ranks, because the map keeps the order in which the ranks met a new mask.
        subtables = byMask.values().stream().map(ranks -> new Subtable(ranks, rules)).toArray(Subtable[]::new);
    }

    private static List<Long> maskOf(Match match) {
        List<Long> mask = new ArrayList<>(FlowKey.WORDS);
        for (int word = 0; word < FlowKey.WORDS; word++) {
            mask.add(match.maskWord(word));
        }
        return mask;
    }

    /**
     * Finds the rules that can decide about a packet: those whose header fields match, in order of priority, down to
     * the first one without a filter. Two keys that agree in the bits that were looked at have the same rules.
     *
     * @param key  of the packet
     * @param mask receives the bits that were looked at, beside those that it has
     * @return the rules; empty if none matches
     */
    public List<Rule> candidates(long[] key, long[] mask) {
        List<Integer> found = new ArrayList<>();
        for (Subtable subtable : subtables) {
            if (!found.isEmpty() && isLast(found.getLast()) && found.getLast() < subtable.firstRank()) {
                break; // all rules that are left come after one that matches whatever the filters say
            }
            for (int rank : subtable.find(key, mask)) {
                insert(rank, found);
            }
        }
        return found.stream().map(rank -> rules[rank]).toList();
    }

    private void insert(int rank, List<Integer> found) {
        int at = found.size();
        while (at > 0 && rank < found.get(at - 1)) {
            at--;
        }
        if (at > 0 && isLast(found.get(at - 1))) {
            return; // would never be asked
        }
        if (isLast(rank)) {
            found.subList(at, found.size()).clear(); // those behind it are never asked any more
        }
        found.add(at, rank);
    }

    private boolean isLast(int rank) {
        return !rules[rank].hasFilter();
    }
}
