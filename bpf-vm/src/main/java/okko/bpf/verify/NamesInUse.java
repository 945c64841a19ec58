package okko.bpf.verify;

import java.util.HashSet;
import java.util.Set;
import org.agrona.collections.Long2LongCounterMap;

/** How often each name occurs in what a state's registers and stack hold; what nobody holds need not be known. */
final class NamesInUse {

    private final Long2LongCounterMap uses = new Long2LongCounterMap(0);

    private NamesInUse() {}

    /** The state without facts about what nobody holds. */
    static State withoutIdleFacts(State state) {
        NamesInUse names = of(state);
        return state.with(state.facts().retaining(names::holdsAll));
    }

    /**
     * The state without idle facts, and without names that nothing else speaks of: so more states are alike. Names of
     * counters stay, since each round shows how they have moved.
     *
     * @param head where the states are, if there begins a loop: its counters are named anew; -1 elsewhere
     */
    static State withoutLonelyNames(State arriving, int head) {
        State state = withoutLostRecords(arriving);
        NamesInUse names = of(state);
        if (names.uses.isEmpty()) {
            return state.with(state.facts().retaining(_ -> false));
        }
        PacketFacts facts = withoutIdleOrders(state, state.facts().retaining(names::holdsAll));
        facts.forEachTerms(names::count);
        facts.orders().forEach(names::count);
        names.uses.put(Sum.LENGTH_NAME, 2);
        return state.with(facts).mapValues(value ->
                value instanceof Scalar number && number.relation() != null
                        && names.isLonely(number.relation().sum(), head)
                        ? number.with(null)
                        : value);
    }

    /** The state without names of records that nobody holds, and so nobody can give back. */
    private static State withoutLostRecords(State state) {
        if (state.references().isEmpty()) {
            return state;
        }
        Set<Long> held = new HashSet<>();
        state.mapValues(value -> {
            if (value instanceof Value.RingRecord record) {
                held.add(record.origin());
            }
            return value;
        });
        return state.with(state.references().losing(origin -> !held.contains(origin)));
    }

    /** Only orders of numbers that are offsets in the packet, or were compared with its length, are of use. */
    private static PacketFacts withoutIdleOrders(State state, PacketFacts facts) {
        if (facts.orders().isEmpty()) {
            return facts;
        }
        Set<Long> offsets = new HashSet<>();
        facts.forEachTerms(terms -> terms.forEachName(offsets::add));
        state.mapValues(value -> {
            if (value instanceof Value.PacketPointer pointer) {
                pointer.sum().forEachName(offsets::add);
            }
            return value;
        });
        return facts.with(facts.orders().filter(order -> !order.allNames(name -> !offsets.contains(name))));
    }

    private static NamesInUse of(State state) {
        NamesInUse names = new NamesInUse();
        state.mapValues(value -> {
            switch (value) {
                case Scalar number when number.relation() != null -> names.count(number.relation().sum());
                case Value.PacketPointer pointer -> names.count(pointer.sum());
                case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _,
                        Value.Excused _,
                        Value.StackPointer _, Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _,
                        Value.MapHandle _, Value.Nullable _ -> { }
            }
            return value;
        });
        return names;
    }

    private void count(Sum sum) {
        sum.forEachName(uses::incrementAndGet);
    }

    private boolean holdsAll(Sum terms) {
        return terms.allNames(uses::containsKey);
    }

    private boolean isLonely(Sum sum, int head) {
        return !sum.allNames(name -> uses.get(name) > 1 || Site.isCounterOfAnother(name, head));
    }
}
