package okko.switchd.action;

import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;
import okko.ringshm.wire.Mpls;
import okko.switchd.packet.Packet;

/** The time to live of the packet at hand, whichever header it is in. */
final class TimeToLive {

    /** In an IPv4 header, time to live and protocol are one word of the checksum. */
    private static final long ONE_LESS = Checksum.change(0x0100, 0);

    private TimeToLive() {}

    /** Takes one off that of IPv4 or IPv6, if there is one; says false, and changes nothing, if it is over. */
    static boolean decrement(Packet packet) {
        long header = Headers.ipv4(packet);
        if (header != Headers.NONE) {
            return decrementIpv4(header);
        }
        header = Headers.ipv6(packet);
        if (header == Headers.NONE) {
            return true;
        }
        int before = Ipv6.hopLimit(header);
        if (before <= 1) {
            return false;
        }
        Ipv6.hopLimit(header, before - 1);
        return true;
    }

    private static boolean decrementIpv4(long header) {
        int before = Ipv4.timeToLive(header);
        if (before <= 1) {
            return false;
        }
        Ipv4.timeToLive(header, before - 1);
        ChecksumRepair.afterChangeInIpv4(header, ONE_LESS);
        return true;
    }

    /** As {@link #decrement}, of the outer MPLS label stack entry. */
    static boolean decrementMpls(Packet packet) {
        long label = Headers.label(packet);
        if (label == Headers.NONE) {
            return true;
        }
        int entry = Mpls.entry(label);
        if ((entry & Mpls.TTL_MASK) <= 1) {
            return false;
        }
        Mpls.entry(label, entry - 1);
        return true;
    }
}
