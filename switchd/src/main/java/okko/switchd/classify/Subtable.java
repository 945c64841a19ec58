package okko.switchd.classify;

import java.util.function.Predicate;
import okko.switchd.flow.Match;

/**
 * The rules that share one mask, as a tree of maps with a level for each {@linkplain Stage stage} of the mask: what is
 * found in the map of a stage is the map of the next one, for packets that agree so far. So a packet that no rule
 * agrees with in an early stage has been looked at in that stage and those before it, and no further. Immutable.
 */
final class Subtable {

    private final StagedMask.Part[] parts;
    private final Found root;
    private final int highestPriority;

    private Subtable(StagedMask.Part[] parts, Found root, int highestPriority) {
        this.parts = parts;
        this.root = root;
        this.highestPriority = highestPriority;
    }

    /** {@return a table without rules, which is good for nothing else than to be added to} */
    static Subtable empty(StagedMask mask) {
        return new Subtable(mask.parts().toArray(StagedMask.Part[]::new), null, 0);
    }

    /** {@return the priority of the rule here that is asked before all others} */
    int highestPriority() {
        return highestPriority;
    }

    /** {@return whether there are no rules} */
    boolean isEmpty() {
        return root == null;
    }

    /**
     * Finds the rules that match a key.
     *
     * @param key   of the packet
     * @param tries of all rules, by the ordinal of their field
     * @param mask  receives the bits that were looked at
     * @return the first of them, or {@code null}
     */
    RankedRule find(long[] key, PrefixTrie[] tries, long[] mask) {
        Found at = root;
        for (StagedMask.Part part : parts) {
            if (isHopeless(part, key, tries, mask)) {
                return null;
            }
            part.lanes().addTo(mask);
            at = ((HashTrie) at).find(part.lanes(), key);
            if (at == null) {
                return null;
            }
        }
        return (RankedRule) at;
    }

    /** Whether no rule of any subtable has such a prefix for the key as all rules of this one do. */
    private static boolean isHopeless(StagedMask.Part part, long[] key, PrefixTrie[] tries, long[] mask) {
        for (StagedMask.Prefix prefix : part.prefixes()) {
            PrefixField field = prefix.field();
            int bits = tries[field.ordinal()].missedAfterBits(field, key, prefix.length());
            if (bits != PrefixTrie.FOUND) {
                field.addTo(mask, bits);
                return true;
            }
        }
        return false;
    }

    /** {@return the first rule of a match, or {@code null}} */
    RankedRule find(Match match) {
        Found at = root;
        for (StagedMask.Part part : parts) {
            long[] values = part.lanes().valuesOf(match);
            at = HashTrie.get((HashTrie) at, Lanes.hashOf(values), values);
        }
        return (RankedRule) at;
    }

    /** {@return whether some rules of one match, given by the first of them, pass a test} */
    boolean any(Predicate<RankedRule> test) {
        return any(root, test);
    }

    private static boolean any(Found found, Predicate<RankedRule> test) {
        return switch (found) {
            case null -> false;
            case RankedRule rules -> test.test(rules);
            case HashTrie map -> map.any(value -> any(value, test));
        };
    }

    /**
     * Puts rules in the place of those that a match has.
     *
     * @param match    of the rules
     * @param rules    of this match
     * @param priority the highest one of the new table
     * @param by       the edit that this is a part of
     * @return the new table
     */
    Subtable with(Match match, RankedRule rules, int priority, Edit by) {
        return new Subtable(parts, with(root, 0, match, rules, by), priority);
    }

    private Found with(Found node, int depth, Match match, RankedRule rules, Edit by) {
        if (depth == parts.length) {
            return rules;
        }
        HashTrie map = (HashTrie) node;
        long[] values = parts[depth].lanes().valuesOf(match);
        int hash = Lanes.hashOf(values);
        Found next = with(HashTrie.get(map, hash, values), depth + 1, match, rules, by);
        return HashTrie.with(map, hash, values, next, by);
    }

    /**
     * Takes the rules of a match away.
     *
     * @param match    that has some
     * @param priority the highest one of the new table
     * @param by       the edit that this is a part of
     * @return the new table
     */
    Subtable without(Match match, int priority, Edit by) {
        return new Subtable(parts, without(root, 0, match, by), priority);
    }

    private Found without(Found node, int depth, Match match, Edit by) {
        if (depth == parts.length) {
            return null;
        }
        HashTrie map = (HashTrie) node;
        long[] values = parts[depth].lanes().valuesOf(match);
        int hash = Lanes.hashOf(values);
        Found next = without(HashTrie.get(map, hash, values), depth + 1, match, by);
        return next == null
                ? HashTrie.without(map, hash, values, by)
                : HashTrie.with(map, hash, values, next, by);
    }
}
