package okko.switchd.packet;

/**
 * The beginning of a packet, for a controller.
 *
 * @param inPort     OpenFlow number of the port that it came in by
 * @param reason     why the controller gets it
 * @param table      number of the table whose rule says so
 * @param cookie     of that rule
 * @param frameBytes length of the whole frame
 * @param frame      its beginning; stays the caller's
 */
public record PacketIn(int inPort, PacketInReason reason, int table, long cookie, int frameBytes, byte[] frame) {}
