package okko.switchd.classify;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one table, for look-ups by flow key: one {@link Subtable} for each mask, those first that have the
 * highest priorities. Immutable; {@link ClassifierBuilder} makes the next one, which shares nearly all of it.
 */
public final class Classifier {

    /** A table without rules. */
    public static final Classifier EMPTY = new Classifier(List.of());

    /** The highest priority first. */
    private final Subtable[] subtables;

    /** By the ordinal of their field. */
    private final PrefixTrie[] tries;

    /**
     * Makes a table at one go.
     *
     * @param added rules in the order in which they were added; of equal priorities, the first comes first
     */
    public Classifier(List<Rule> added) {
        ClassifierBuilder builder = new ClassifierBuilder();
        added.forEach(builder::add);
        subtables = builder.subtables();
        tries = builder.tries();
    }

    Classifier(Subtable[] subtables, PrefixTrie[] tries) {
        this.subtables = subtables;
        this.tries = tries;
    }

    /**
     * Finds the rules that can decide about a packet: those whose header fields match, in order of priority, down to
     * the first one without a filter; of equal priorities, the one that was added first comes first.
     *
     * <p>Two keys that agree in the bits that were looked at have the same rules.
     *
     * @param key  of the packet
     * @param mask receives the bits that were looked at, beside those that it has
     * @return the rules; empty if none matches
     */
    public List<Rule> candidates(long[] key, long[] mask) {
        List<RankedRule> found = new ArrayList<>();
        for (Subtable subtable : subtables) {
            if (ends(found) && found.getLast().rank() < RankedRule.firstRank(subtable.highestPriority())) {
                break; // all rules that are left come after one that matches whatever the filters say
            }
            merge(subtable.find(key, tries, mask), found);
        }
        return found.stream().map(RankedRule::rule).toList();
    }

    /** Puts the rules of a chain among those found, which end with the first one without a filter. */
    private static void merge(RankedRule chain, List<RankedRule> found) {
        for (RankedRule rule = chain; rule != null; rule = rule.later()) {
            int at = found.size();
            while (at > 0 && rule.rank() < found.get(at - 1).rank()) {
                at--;
            }
            if (at > 0 && !found.get(at - 1).rule().hasFilter()) {
                return; // would never be asked, nor those after it
            }
            if (!rule.rule().hasFilter()) {
                found.subList(at, found.size()).clear(); // never asked any more
            }
            found.add(at, rule);
        }
    }

    private static boolean ends(List<RankedRule> found) {
        return !found.isEmpty() && !found.getLast().rule().hasFilter();
    }

    /** {@return how many different masks its rules have} */
    public int subtableCount() {
        return subtables.length;
    }
}
