package okko.bpf.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Names for what differs between two states that are joined: where one holds {@code a + 2} and the other {@code b + 2},
 * the joined state holds {@code n + 2}; and where they hold {@code a + 5} and {@code b + 5}, it holds {@code n + 5}.
 * So what was checked of a copy, or of a pointer made of the same number, stays checked.
 */
final class CommonNames {

    private final Map<Pair, Sum> names = new LinkedHashMap<>();

    private final Differences differences;

    CommonNames(Differences differences) {
        this.differences = differences;
    }

    /** What becomes of sums that differ by as much as others do. */
    enum Differences {
        /** They get a name of their own: short sums are followed further. */
        NAMED,
        /** They are that other and something common: so what counts down goes with what counts up, round by round. */
        FOLLOWED
    }

    /** Terms in the left state, and what equals them in the right one. */
    private record Pair(Sum left, Sum right) {}

    /**
     * One sum for both.
     *
     * @param name for it, if it is new
     * @return the sum, or {@code null} if there is none
     */
    Sum of(Sum left, Sum right, long name) {
        if (left == null || right == null || left.equals(right)) {
            return left == null ? null : right;
        }
        Sum shifted = right.plus(-left.addend());
        if (shifted == null) {
            return null;
        }
        return of(new Pair(left.terms(), shifted), name).plus(left.addend());
    }

    /** What moves by several in each round is a multiple of what moves by one. */
    private Sum of(Pair pair, long name) {
        Sum known = names.get(pair);
        if (known != null) {
            return known;
        }
        int factor = pair.left.commonFactor(pair.right);
        Sum multiple = factor > 1
                ? of(new Pair(pair.left.dividedBy(factor), pair.right.dividedBy(factor)), name).times(factor)
                : null;
        Sum related = multiple == null && differences == Differences.FOLLOWED
                ? throughKnown(pair.left, pair.right)
                : null;
        Sum common = multiple != null ? multiple : related != null ? related : Sum.named(name);
        names.put(pair, common);
        return common;
    }

    /** The sum as one with a common name in it: what counts down while another counts up is a constant less that. */
    private Sum throughKnown(Sum left, Sum right) {
        for (Map.Entry<Pair, Sum> entry : names.entrySet()) {
            Sum above = left.minus(entry.getKey().left());
            if (above != null && above.equals(right.minus(entry.getKey().right()))) {
                return above.plus(entry.getValue());
            }
            Sum total = left.plus(entry.getKey().left());
            if (total != null && total.equals(right.plus(entry.getKey().right()))) {
                return total.minus(entry.getValue());
            }
        }
        return null;
    }

    /** The length is at least itself: so a pointer that goes back from the packet's end stays below that. */
    private static PacketFacts.Fact about(Sum terms, PacketFacts facts) {
        return terms.sameTerms(Sum.LENGTH)
                ? new PacketFacts.Fact(Sum.LENGTH, 0, PacketFacts.Fact.NO_CHECK)
                : facts.about(terms);
    }

    /** What holds in both states, of the common names too. */
    PacketFacts join(State left, State right) {
        return join(left.facts(), right.facts()).with(commonOrders(left, right));
    }

    private Orders commonOrders(State left, State right) {
        List<Sum> common = new ArrayList<>();
        left.facts().orders().forEach(order -> addCommon(order, Pair::left, Pair::right, right, common));
        right.facts().orders().forEach(order -> addCommon(order, Pair::right, Pair::left, left, common));
        Orders orders = Orders.NONE;
        for (Sum order : common) {
            orders = orders.with(order);
        }
        return orders;
    }

    /** Adds an order of one state, by the common names, if it holds in the other state too. */
    private void addCommon(Sum order, Function<Pair, Sum> here, Function<Pair, Sum> there, State other,
            List<Sum> common) {
        Sum joined = order;
        Sum elsewhere = order;
        for (Map.Entry<Pair, Sum> entry : names.entrySet()) {
            Sum mine = here.apply(entry.getKey());
            Sum theirs = there.apply(entry.getKey());
            if (isPart(mine, joined)) {
                joined = replaced(joined, mine, entry.getValue());
                elsewhere = replaced(elsewhere, mine, theirs);
            } else if (isPart(Sum.constant(0).minus(mine), joined)) {
                joined = replaced(joined, Sum.constant(0).minus(mine), Sum.constant(0).minus(entry.getValue()));
                elsewhere = replaced(elsewhere, Sum.constant(0).minus(mine), Sum.constant(0).minus(theirs));
            }
            if (joined == null || elsewhere == null) {
                return;
            }
        }
        if (Proof.notNegative(elsewhere, other)) {
            common.add(joined);
        }
    }

    private static boolean isPart(Sum part, Sum whole) {
        Sum rest = part.isConstant() ? null : whole.minus(part);
        return rest != null && rest.termCount() == whole.termCount() - part.termCount();
    }

    private static Sum replaced(Sum whole, Sum part, Sum by) {
        Sum rest = whole.minus(part);
        return rest == null ? null : rest.plus(by);
    }

    private PacketFacts join(PacketFacts left, PacketFacts right) {
        PacketFacts joined = left.join(right);
        for (Map.Entry<Pair, Sum> entry : names.entrySet()) {
            PacketFacts.Fact a = about(entry.getKey().left(), left);
            PacketFacts.Fact b = about(entry.getKey().right(), right);
            if (a != null && b != null) {
                long ofRight = b.bytes() - entry.getKey().right().addend();
                PacketFacts.Fact least = ofRight < a.bytes() ? b : a;
                Sum beyond = Sum.LENGTH.minus(entry.getValue());
                joined = beyond == null
                        ? joined
                        : joined.learning(beyond.plus(-Math.min(a.bytes(), ofRight)), least.pc());
            }
        }
        return joined;
    }
}
