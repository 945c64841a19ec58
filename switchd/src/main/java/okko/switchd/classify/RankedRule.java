package okko.switchd.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A rule and its place in the order of asking, and the later rules of the same table and match that may be asked. Ranks
 * are distinct: higher priorities have lower ones; of equal priorities, which OpenFlow leaves open, the rule that was
 * added first.
 *
 * @param rank  the lower, the earlier
 * @param rule  at that place
 * @param later rules of the same match, ascending; {@code null} for none
 */
record RankedRule(long rank, Rule rule, RankedRule later) implements Found {

    /** Lowest bit of what the priority contributes to a rank: 2^47 additions leave it alone. */
    private static final int PRIORITY_SHIFT = 47;

    /**
     * Computes a rank.
     *
     * @param priority of the rule, 0 to 65,535
     * @param sequence how many rules were added before
     * @return its rank
     */
    static long rank(int priority, long sequence) {
        return (long) (0xffff - priority) << PRIORITY_SHIFT | sequence;
    }

    /** {@return the lowest rank of a priority} */
    static long firstRank(int priority) {
        return rank(priority, 0);
    }

    /**
     * Chains rules of one match, down to the first one without a filter: those behind it are never asked.
     *
     * @param rules by rank, at least one
     * @return the first of them
     */
    static RankedRule chain(SortedMap<Long, Rule> rules) {
        List<Map.Entry<Long, Rule>> asked = new ArrayList<>();
        for (Map.Entry<Long, Rule> rule : rules.entrySet()) {
            asked.add(rule);
            if (!rule.getValue().hasFilter()) {
                break;
            }
        }
        RankedRule chain = null;
        for (Map.Entry<Long, Rule> rule : asked.reversed()) {
            chain = new RankedRule(rule.getKey(), rule.getValue(), chain);
        }
        return chain;
    }
}
