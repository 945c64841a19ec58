package okko.external.journal;

import java.util.OptionalInt;

/**
 * Which packets of a journal are wanted.
 *
 * @param fromNs  not those before, nanoseconds since 1970
 * @param untilNs not those at this time or later, nanoseconds since 1970
 * @param inPort  only those of this port
 * @param verdict only those with this verdict
 */
public record Selection(long fromNs, long untilNs, OptionalInt inPort, OptionalInt verdict) {

    /** Everything. */
    public static final Selection ALL =
            new Selection(Long.MIN_VALUE, Long.MAX_VALUE, OptionalInt.empty(), OptionalInt.empty());

    /**
     * Decides about a packet.
     *
     * @param entry the packet
     * @return whether it is wanted
     */
    public boolean accepts(JournalEntry entry) {
        return entry.timeNs() >= fromNs
                && entry.timeNs() < untilNs
                && (inPort.isEmpty() || inPort.getAsInt() == entry.inPort())
                && (verdict.isEmpty() || verdict.getAsInt() == entry.verdict());
    }
}
