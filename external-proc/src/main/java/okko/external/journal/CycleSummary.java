package okko.external.journal;

/**
 * What one file of a journal holds.
 *
 * @param name        of the file
 * @param packets     recorded in it
 * @param firstNs     time of the first packet, nanoseconds since 1970; 0 without packets
 * @param lastNs      time of the last packet, nanoseconds since 1970; 0 without packets
 * @param fileBytes   size of the file
 * @param notRecorded packets that could not be recorded, as the recorder noted in it
 */
public record CycleSummary(
        String name, long packets, long firstNs, long lastNs, long fileBytes, long notRecorded) {}
