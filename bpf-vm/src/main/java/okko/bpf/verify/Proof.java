package okko.bpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.verify.Relation.Form;

/**
 * Is a sum known not to be negative, by what a state knows taken together? Asked where no single check says so: a sum
 * is what remains of it, and one or two sums that are known not to be negative.
 */
final class Proof {

    /** What a check says of the packet, and what another says of that check's numbers. */
    private static final int MOST_STEPS = 2;

    private final Map<Sum, Range> ranges = new HashMap<>();
    private final List<Sum> known = new ArrayList<>();

    private record Range(long least, long most) {}

    private Proof(State state) {
        PacketFacts facts = state.facts();
        ranges.put(Sum.LENGTH, new Range(facts.constant().bytes(), PacketFacts.MAX_LENGTH_BYTES));
        state.mapValues(value -> {
            switch (value) {
                case Scalar number when number.relation() != null && number.relation().form() == Form.EXACT ->
                    note(number.relation().sum(), number.smin(), number.smax());
                case Value.PacketPointer pointer -> note(pointer.sum(), pointer.min(), pointer.max());
                default -> { }
            }
            return value;
        });
        facts.forEachBound(known::add);
        facts.orders().forEach(known::add);
    }

    /** Whether the sum is not negative in any run that the state is about; {@code null} is no sum. */
    static boolean notNegative(Sum sum, State state) {
        return sum != null && (state.facts().notNegative(sum) || new Proof(state).follows(sum, MOST_STEPS));
    }

    private void note(Sum sum, long least, long most) {
        if (least >= -PacketFacts.FAR && most <= PacketFacts.FAR) {
            long addend = sum.addend();
            ranges.merge(sum.terms(), new Range(least - addend, most - addend),
                    (a, b) -> new Range(Math.max(a.least, b.least), Math.min(a.most, b.most)));
        }
    }

    private boolean follows(Sum sum, int steps) {
        if (isLeastNotNegative(sum)) {
            return true;
        }
        if (steps == 0) {
            return false;
        }
        for (Sum each : known) {
            int times = sum.timesContained(each);
            Sum multiple = times == 0 ? null : each.times(times);
            Sum rest = multiple == null ? null : sum.minus(multiple);
            if (rest != null && follows(rest, steps - 1)) {
                return true;
            }
        }
        return false;
    }

    /** By ranges alone: of the whole sum, or name by name. */
    private boolean isLeastNotNegative(Sum sum) {
        if (sum.isConstant()) {
            return sum.addend() >= 0;
        }
        Range whole = ranges.get(sum.terms());
        if (whole != null && whole.least + sum.addend() >= 0) {
            return true;
        }
        Range opposite = ranges.get(Sum.constant(0).minus(sum.terms()));
        if (opposite != null && sum.addend() >= opposite.most) {
            return true;
        }
        long least = sum.addend();
        for (long name : sum.names().toArray()) {
            Range range = ranges.get(Sum.named(name));
            if (range == null) {
                return false;
            }
            int factor = sum.factorOf(name);
            least += factor * (factor > 0 ? range.least : range.most);
        }
        return least >= 0;
    }
}
