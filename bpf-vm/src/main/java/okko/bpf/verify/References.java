package okko.bpf.verify;

import java.util.List;
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
     * @param origin name of the reservation
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
