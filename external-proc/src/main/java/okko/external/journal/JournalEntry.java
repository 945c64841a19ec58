package okko.external.journal;

/**
 * A recorded packet.
 *
 * @param timeNs          when it reached the recorder, nanoseconds since 1970; packets of one batch share it
 * @param inPort          OpenFlow number of the port that it entered the switch by, last
 * @param verdict         its metadata then, 0 to 255: the result of the program or processor before, if there was one
 * @param wireLengthBytes of the whole frame
 * @param frame           its first bytes, all of them unless the recorder cuts frames
 */
public record JournalEntry(long timeNs, int inPort, int verdict, int wireLengthBytes, byte[] frame) {}
