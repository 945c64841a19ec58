package okko.switchd.classify;

import java.util.ArrayDeque;

/**
 * A rule and its place in the order of asking, and the later rules of the same table and match. Ranks are distinct:
 * higher priorities have lower ones; of equal priorities, which OpenFlow leaves open, the rule that was added first.
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

    /** {@return a chain with a rule at its place, instead of one with the same rank} */
    static RankedRule with(RankedRule chain, long rank, Rule rule) {
        ArrayDeque<RankedRule> before = new ArrayDeque<>();
        RankedRule rest = split(chain, rank, before);
        RankedRule later = rest != null && rest.rank == rank ? rest.later : rest;
        return joined(before, new RankedRule(rank, rule, later));
    }

    /** {@return a chain without the rule of a rank} */
    static RankedRule without(RankedRule chain, long rank) {
        ArrayDeque<RankedRule> before = new ArrayDeque<>();
        RankedRule rest = split(chain, rank, before);
        return joined(before, rest != null && rest.rank == rank ? rest.later : rest);
    }

    /** Finds the rest of a chain from a rank on; what is before goes onto a stack. */
    private static RankedRule split(RankedRule chain, long rank, ArrayDeque<RankedRule> before) {
        RankedRule rest = chain;
        while (rest != null && rest.rank < rank) {
            before.push(rest);
            rest = rest.later;
        }
        return rest;
    }

    // A loop: one match may have a rule of each priority, too many for a recursion.
    private static RankedRule joined(ArrayDeque<RankedRule> before, RankedRule rest) {
        RankedRule chain = rest;
        for (RankedRule earlier : before) {
            chain = new RankedRule(earlier.rank, earlier.rule, chain);
        }
        return chain;
    }
}
