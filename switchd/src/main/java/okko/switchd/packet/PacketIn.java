package okko.switchd.packet;

import okko.switchd.flow.Match;
import okko.switchd.flow.Octets;

/**
 * The beginning of a packet, for a controller.
 *
 * @param fields     what goes along with it: the port that it came in by, and metadata, mark and registers that are
 *                   not 0
 * @param reason     why the controller gets it
 * @param table      number of the table whose rule says so
 * @param cookie     of that rule
 * @param maxBytes   how much of the frame the action is content with
 * @param controllerId of the controller that is meant, 0 for all that have not named themselves
 * @param userData   of the action
 * @param frameBytes length of the whole frame
 * @param frame      its beginning; stays the caller's
 */
public record PacketIn(Match fields, PacketInReason reason, int table, long cookie, int maxBytes,
        int controllerId, Octets userData, int frameBytes, byte[] frame) {}
