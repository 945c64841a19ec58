package okko.external.journal;

import java.io.IOException;

/** Is shown the records of a journal, oldest first. */
public interface JournalVisitor {

    /**
     * Sees a packet.
     *
     * @param entry the packet
     * @throws IOException to stop reading
     */
    void packet(JournalEntry entry) throws IOException;

    /**
     * Learns of a gap: packets, between the ones shown before and after, that could not be recorded.
     *
     * @param packets how many, 1 or more
     */
    default void notRecorded(long packets) {}
}
