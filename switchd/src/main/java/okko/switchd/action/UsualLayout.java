package okko.switchd.action;

import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.packet.Packet;

/**
 * What a frame must look like so that a byte at some place is the field that it nearly always is.
 *
 * @param networkOffset bytes from its first one to what its EtherType names, if it has the usual layout; 0 if no frame
 *                      is to be looked at
 * @param isIpv4        whether an IPv4 header is to be there
 */
public record UsualLayout(int networkOffset, boolean isIpv4) {

    /** Every frame looks as it must. */
    public static final UsualLayout ANY = new UsualLayout(0, false);

    /**
     * Looks at a frame.
     *
     * @param packet of the right type, and with the right number of tags
     * @return true if the EtherType is where it is in all but IEEE 802.3 frames, and there are no IPv4 options
     */
    boolean fits(Packet packet) {
        if (networkOffset == 0) {
            return true;
        }
        if (packet.lengthBytes < networkOffset + (isIpv4 ? Ipv4.MIN_LENGTH_BYTES : 0)) {
            return false;
        }
        long header = packet.address + networkOffset;
        return NetworkOrder.u16(header - Short.BYTES) >= Ethernet.MIN_TYPE
                && (!isIpv4 || Ipv4.lengthBytes(header) == Ipv4.MIN_LENGTH_BYTES);
    }
}
