package okko.bpf.verify;

import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Records that were reserved in a ring buffer and must be given back before the run ends. Immutable.
 *
 * @param records in the order in which they were reserved
 */
record References(List<Reference> records) {

    static final References NONE = new References(List.of());

    /**
     * One record.
     *
     * @param origin name of the reservation; negative if no register holds the record any more
     * @param pc     of its call
     */
    record Reference(long origin, int pc) {}

    References with(long origin, int pc) {
        return contains(origin)
                ? this
                : new References(Stream.concat(records.stream(), Stream.of(new Reference(origin, pc))).toList());
    }

    References without(long origin) {
        return contains(origin)
                ? new References(records.stream().filter(each -> each.origin != origin).toList())
                : this;
    }

    boolean contains(long origin) {
        return records.stream().anyMatch(each -> each.origin == origin);
    }

    /** The same, where those that can no longer be given back are alike if the same call has reserved them. */
    References losing(LongPredicate isLost) {
        return new References(records.stream()
                .map(each -> isLost.test(each.origin) ? new Reference(~each.pc, each.pc) : each)
                .distinct()
                .sorted(Comparator.comparingLong(Reference::origin))
                .toList());
    }

    /** Whether the other's are these, if those that are not held here are taken for lost. */
    boolean covers(References other) {
        return equals(other) || equals(other.losing(origin -> !contains(origin)));
    }

    /** What is to be given back after either of two states. */
    References join(References other) {
        References both = this;
        for (Reference each : other.records) {
            both = both.with(each.origin, each.pc);
        }
        return both;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }
}
