package okko.bpf.verify;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okko.bpf.engine.BpfFunction;

/**
 * What is known of the packet's length: it is at least some constant, and at least {@code terms + constant} for some
 * sums of named numbers; and which of those numbers are in order. Immutable.
 *
 * <p>Assumption: the length that a program is given lies in 0 to {@value #MAX_LENGTH_BYTES}.
 */
final class PacketFacts {

    static final int MAX_LENGTH_BYTES = BpfFunction.MAX_PACKET_BYTES;

    /** More checks than this at once are not remembered: the oldest goes. */
    private static final int MAX_FACTS = 32;

    private static final Sum NO_TERMS = Sum.constant(0);

    static final PacketFacts AT_ENTRY = new PacketFacts(new Fact[] {new Fact(NO_TERMS, 0, Fact.NO_CHECK)},
            Orders.NONE);

    /** Numbers beyond this are no lengths or offsets. */
    static final long FAR = 1L << 40;

    /**
     * The length is at least {@code terms + bytes}.
     *
     * @param pc      of the check that says so; {@link #NO_CHECK} for none
     * @param checked what was known of these terms before a finding, since which so many bytes are assumed;
     *                {@code null} if nothing was
     */
    record Fact(Sum terms, long bytes, int pc, Fact checked) {

        /** There is no check: it goes without saying. */
        static final int NO_CHECK = -1;

        /** There is no check, and should be one. */
        private static final int ASSUMED = -2;

        Fact(Sum terms, long bytes, int pc) {
            this(terms, bytes, pc, null);
        }

        boolean isAssumed() {
            return pc == ASSUMED;
        }

        /** What may be told as known; {@code null} for nothing. */
        Fact told() {
            return isAssumed() ? checked : this;
        }

        private Fact assumedAfter(Fact before) {
            return new Fact(terms, bytes, ASSUMED, before == null ? null : before.told());
        }

        private Fact about(Sum newTerms) {
            return new Fact(newTerms, bytes, pc, checked == null ? null : checked.about(newTerms));
        }
    }

    /** The first one is about the bare constant. */
    private final Fact[] facts;

    private final Orders orders;

    private PacketFacts(Fact[] facts, Orders orders) {
        this.facts = facts;
        this.orders = orders;
    }

    /** What is known of numbers that are compared with each other. */
    Orders orders() {
        return orders;
    }

    PacketFacts with(Orders newOrders) {
        return newOrders == orders ? this : new PacketFacts(facts, newOrders);
    }

    /** The best fact about a constant number of bytes. */
    Fact constant() {
        return facts[0];
    }

    /** The fact about these terms, or {@code null}. */
    Fact about(Sum terms) {
        for (Fact fact : facts) {
            if (fact.terms.sameTerms(terms)) {
                return fact;
            }
        }
        return null;
    }

    /** Whether a sum that contains the length once, like {@code length - x - 20}, is known not to be negative. */
    boolean notNegative(Sum difference) {
        if (difference == null) {
            return false;
        }
        if (difference.isConstant()) {
            return difference.addend() >= 0;
        }
        if (!difference.isLengthLessTerms()) {
            return orders.holds(difference);
        }
        Fact fact = about(difference.subtracted());
        return fact != null && fact.bytes >= -difference.addend();
    }

    /** Hands out the facts as sums that are not negative. */
    void forEachBound(Consumer<Sum> consumer) {
        for (Fact fact : facts) {
            Sum beyond = Sum.LENGTH.minus(fact.terms);
            Sum bound = beyond == null ? null : beyond.plus(-fact.bytes);
            if (bound != null) {
                consumer.accept(bound);
            }
        }
    }

    /** The greatest value that a sum may have, the packet being as long as it can be. */
    long greatest(Sum sum) {
        Fact fact = about(sum.terms());
        return fact == null || fact.terms.isConstant() ? Long.MAX_VALUE : MAX_LENGTH_BYTES - fact.bytes + sum.addend();
    }

    /** What is known once a difference was seen not to be negative. */
    PacketFacts learning(Sum difference, int pc) {
        if (difference == null || difference.isConstant() || notNegative(difference)) {
            return this;
        }
        if (!difference.isLengthLessTerms()) {
            return learning(throughBound(difference), pc);
        }
        Sum terms = difference.subtracted();
        Fact fact = new Fact(terms, -difference.addend(), pc);
        for (int i = 0; i < facts.length; i++) {
            if (facts[i].terms.sameTerms(terms)) {
                Fact[] better = facts.clone();
                better[i] = fact;
                return new PacketFacts(better, orders);
            }
        }
        Fact[] more = Arrays.copyOf(facts, Math.min(facts.length + 1, MAX_FACTS));
        if (facts.length == MAX_FACTS) {
            System.arraycopy(facts, 2, more, 1, MAX_FACTS - 2);
        }
        more[more.length - 1] = fact;
        return new PacketFacts(more, orders);
    }

    /** What to go on with when a difference should not be negative, but may be: a finding says so. */
    PacketFacts assuming(Sum difference) {
        PacketFacts learnt = learning(difference, Fact.NO_CHECK);
        Fact[] marked = learnt.facts.clone();
        for (int i = 0; i < marked.length; i++) {
            Fact before = about(marked[i].terms);
            marked[i] = marked[i] == before ? before : marked[i].assumedAfter(before);
        }
        return learnt == this ? this : new PacketFacts(marked, learnt.orders);
    }

    /**
     * What is known once a sum was seen to be at least some number: where a fact is about that sum and more, the number
     * takes its place.
     */
    PacketFacts withLeast(Sum sum, long least, int pc) {
        PacketFacts result = this;
        for (Fact fact : facts) {
            if (fact.terms.sharesTerm(sum)) {
                Sum rest = fact.terms.minus(sum);
                Sum known = rest == null || !rest.isPositive() && !rest.isConstant() ? null : rest.plus(least);
                Sum difference = known == null ? null : Sum.LENGTH.minus(known);
                result = difference == null ? result : result.learning(difference.plus(-fact.bytes), pc);
            }
        }
        return result;
    }

    boolean isAlmostFull() {
        return facts.length > MAX_FACTS / 2;
    }

    /** If {@code x <= bound + k} was learnt, and the packet is known to reach to the bound, then it reaches to x. */
    private Sum throughBound(Sum difference) {
        Fact fact = difference.mentionsLength() ? null : about(difference.added());
        if (fact == null || fact.terms.isConstant()) {
            return null;
        }
        Sum rest = Sum.LENGTH.minus(fact.terms);
        Sum total = rest == null ? null : rest.plus(difference);
        return total == null ? null : total.plus(-fact.bytes);
    }

    /** The same facts with another name for some terms. */
    PacketFacts renaming(Sum terms, Sum named) {
        Fact about = about(terms);
        if (about == null) {
            return this;
        }
        Fact[] renamed = facts.clone();
        renamed[Arrays.asList(facts).indexOf(about)] = about.about(named);
        return new PacketFacts(renamed, orders);
    }

    /** Only the facts about a constant and about terms of interest. */
    PacketFacts retaining(Predicate<Sum> interesting) {
        int kept = 1;
        Fact[] rest = facts.clone();
        for (int i = 1; i < facts.length; i++) {
            if (interesting.test(facts[i].terms)) {
                rest[kept++] = facts[i];
            }
        }
        Orders rememberedOrders = orders.filter(interesting);
        return kept == facts.length && rememberedOrders == orders
                ? this
                : new PacketFacts(Arrays.copyOf(rest, kept), rememberedOrders);
    }

    /** Whether all that is claimed here of the length holds where {@code other} holds. */
    boolean includes(PacketFacts other) {
        if (this == other) {
            return true;
        }
        for (Fact fact : facts) {
            Fact theirs = other.about(fact.terms);
            if (theirs == null || theirs.bytes < fact.bytes) {
                return false;
            }
        }
        return true;
    }

    /** What holds in both, without what is known of orders. */
    PacketFacts join(PacketFacts other) {
        if (this == other) {
            return this;
        }
        int kept = 0;
        Fact[] common = new Fact[facts.length];
        for (Fact fact : facts) {
            Fact theirs = other.about(fact.terms);
            if (theirs != null) {
                common[kept++] = theirs.bytes < fact.bytes ? theirs : fact;
            }
        }
        return new PacketFacts(Arrays.copyOf(common, kept), Orders.NONE);
    }

    boolean all(Predicate<Fact> test) {
        for (Fact fact : facts) {
            if (!test.test(fact)) {
                return false;
            }
        }
        return true;
    }

    /** Only the facts that pass a test; that about a constant always stays, and so do orders. */
    PacketFacts filter(Predicate<Fact> test) {
        return with(Orders.NONE).retaining(terms -> test.test(about(terms))).with(orders);
    }

    void forEachTerms(Consumer<Sum> consumer) {
        for (int i = 1; i < facts.length; i++) {
            consumer.accept(facts[i].terms);
        }
    }
}
