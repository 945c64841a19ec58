package okko.switchd.cli.ofctl;

import java.util.Comparator;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Match;

/**
 * By what flows are sorted.
 *
 * @param field     name of a field, or {@code priority}
 * @param direction which come first
 */
record FlowOrder(String field, Direction direction) {

    /** Which come first. */
    enum Direction { ASCENDING, DESCENDING }

    Comparator<Flow> comparator() throws FlowSyntaxException {
        return field.equals("priority") ? directed(Comparator.comparingInt(Flow::priority)) : byField();
    }

    private <T> Comparator<T> directed(Comparator<T> ascending) {
        return direction == Direction.ASCENDING ? ascending : ascending.reversed();
    }

    /** Flows that do not look at the field come last in both directions. */
    private Comparator<Flow> byField() throws FlowSyntaxException {
        Field known = Field.named(field);
        if (known == null) {
            throw new FlowSyntaxException(1, field + ": expected the name of a field, or priority");
        }
        return Comparator.comparing(Flow::match, Comparator
                .comparing((Match match) -> match.mask(known).isZero())
                .thenComparing(match -> match.value(known), directed(FlowOrder::compare)));
    }

    private static int compare(FieldValue one, FieldValue other) {
        int high = Long.compareUnsigned(one.high(), other.high());
        return high != 0 ? high : Long.compareUnsigned(one.low(), other.low());
    }
}
