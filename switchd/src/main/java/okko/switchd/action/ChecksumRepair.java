package okko.switchd.action;

import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Crc32c;
import okko.ringshm.wire.Icmp;
import okko.ringshm.wire.Icmpv6;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;
import okko.ringshm.wire.Sctp;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import okko.switchd.packet.Packet;

/**
 * Corrects checksums by what has changed under them (RFC 1624), so that a right one stays right and a wrong one wrong,
 * and no payload is read. A change is a sum of 16-bit words, not folded: see {@link Checksum#change}.
 */
final class ChecksumRepair {

    private ChecksumRepair() {}

    /** Corrects the checksum of an IPv4 header after a change in it. */
    static void afterChangeInIpv4(long header, long change) {
        Ipv4.checksum(header, Checksum.corrected(Ipv4.checksum(header), change));
    }

    /** Corrects the checksum of the transport header, if it covers a pseudo header, after a change in that. */
    static void afterChangeOfAddress(Packet packet, long change) {
        long header = Headers.transport(packet);
        if (header != Headers.NONE) {
            switch (Headers.transportProtocol(packet)) {
                case Ipv4.PROTOCOL_TCP -> Tcp.checksum(header, Checksum.corrected(Tcp.checksum(header), change));
                case Ipv4.PROTOCOL_UDP -> correctUdp(header, change);
                case Ipv6.PROTOCOL_ICMPV6 ->
                    Icmpv6.checksum(header, Checksum.corrected(Icmpv6.checksum(header), change));
                default -> {
                    // ICMP and SCTP leave the addresses out.
                }
            }
        }
    }

    /**
     * Corrects the checksum of the transport header after a change in it.
     *
     * @param flips bits of the header's first four bytes that have changed
     */
    static void afterChangeInTransport(Packet packet, long change, int flips) {
        switch (Headers.transportProtocol(packet)) {
            case Ipv4.PROTOCOL_ICMP -> {
                long header = Headers.transport(packet);
                Icmp.checksum(header, Checksum.corrected(Icmp.checksum(header), change));
            }
            case Ipv4.PROTOCOL_SCTP -> {
                if (!Headers.isFragment(packet)) { // of a fragment nobody knows how long the whole message is
                    long header = Headers.transport(packet);
                    int lengthBytes = Headers.transportBytes(packet);
                    Sctp.checksum(header, Sctp.checksum(header) ^ Crc32c.change(flips, lengthBytes));
                }
            }
            default -> afterChangeOfAddress(packet, change);
        }
    }

    private static void correctUdp(long header, long change) {
        int checksum = Udp.checksum(header);
        if (checksum != Udp.NO_CHECKSUM) {
            int corrected = Checksum.corrected(checksum, change);
            Udp.checksum(header, corrected == Udp.NO_CHECKSUM ? Udp.ZERO_CHECKSUM : corrected);
        }
    }
}
