package okko.switchd.port;

import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import okko.ringshm.wire.Vlan;
import org.agrona.UnsafeApi;

/**
 * Makes a frame as the kernel hands it to a packet socket into the frame that would be on the wire. Linux postpones
 * two things to a network card: writing the VLAN tag, and the TCP or UDP checksum. A frame that came over a virtual
 * Ethernet pair from a stack on the same machine has met no card.
 */
final class ReceiveOffload {

    private static final int TYPE_SERVICE_VLAN = 0x88a8;

    // RFC 8200, section 3; extension headers do not occur in frames whose checksum is left to a card
    private static final int IPV6_LENGTH_BYTES = 40;
    private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_ADDRESSES_OFFSET = 8;
    private static final int IPV6_ADDRESSES_BYTES = 32;

    // RFC 791, section 3.1
    private static final int IPV4_ADDRESSES_OFFSET = 12;
    private static final int IPV4_ADDRESSES_BYTES = 8;

    /** Instead of a sum of addresses: the kernel has said that the checksum is to be completed. */
    private static final long CERTAIN = -1;

    private ReceiveOffload() {}

    /**
     * Writes a VLAN tag into a frame, which grows by {@link Vlan#LENGTH_BYTES} towards lower addresses.
     *
     * @param frame   address of its first byte; the bytes before it are free
     * @param type    Ethernet type of the tag
     * @param control tag control information
     * @return address of the tagged frame
     */
    static long insertVlan(long frame, int type, int control) {
        long tagged = frame - Vlan.LENGTH_BYTES;
        UnsafeApi.copyMemory(frame, tagged, 2 * Ethernet.ADDRESS_BYTES);
        NetworkOrder.put16(tagged + 2 * Ethernet.ADDRESS_BYTES, type);
        NetworkOrder.put16(tagged + 2 * Ethernet.ADDRESS_BYTES + 2, control);
        return tagged;
    }

    /**
     * Completes the TCP or UDP checksum. The stack has left the sum of the pseudo header in its place, so adding up
     * the segment as it stands gives the final value. A frame of another kind stays as it is.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     */
    static void completeChecksum(long frame, int lengthBytes) {
        complete(frame, lengthBytes, true);
    }

    /**
     * Completes the TCP or UDP checksum of a frame of which the kernel does not tell whether it is complete. It is not
     * if the sum of the pseudo header stands in its place. Should that be the complete checksum, by chance, completing
     * it changes nothing: the result is right for the segment as it is.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     */
    static void completeUnfinishedChecksum(long frame, int lengthBytes) {
        complete(frame, lengthBytes, false);
    }

    private static void complete(long frame, int lengthBytes, boolean isCertain) {
        long end = frame + lengthBytes;
        long at = frame + 2 * Ethernet.ADDRESS_BYTES;
        while (at + Vlan.LENGTH_BYTES < end && isTag(NetworkOrder.u16(at))) {
            at += Vlan.LENGTH_BYTES;
        }
        long network = at + 2;
        if (network + Ipv4.MIN_LENGTH_BYTES > end) {
            return;
        }
        switch (NetworkOrder.u16(at)) {
            case Ethernet.TYPE_IPV4 -> {
                long segment = network + Ipv4.lengthBytes(network);
                long addresses = isCertain ? CERTAIN
                        : Checksum.sum(network + IPV4_ADDRESSES_OFFSET, IPV4_ADDRESSES_BYTES, 0);
                completeSegment(segment, network + Ipv4.totalLength(network), end, Ipv4.protocol(network), addresses);
            }
            case Ethernet.TYPE_IPV6 -> {
                if (network + IPV6_LENGTH_BYTES > end) {
                    return;
                }
                long segment = network + IPV6_LENGTH_BYTES;
                int payloadBytes = NetworkOrder.u16(network + IPV6_PAYLOAD_LENGTH_OFFSET);
                int protocol = NetworkOrder.u8(network + IPV6_NEXT_HEADER_OFFSET);
                long addresses = isCertain ? CERTAIN
                        : Checksum.sum(network + IPV6_ADDRESSES_OFFSET, IPV6_ADDRESSES_BYTES, 0);
                completeSegment(segment, segment + payloadBytes, end, protocol, addresses);
            }
            default -> { } // no checksum there that Okko knows of
        }
    }

    private static boolean isTag(int type) {
        return type == Ethernet.TYPE_VLAN || type == TYPE_SERVICE_VLAN;
    }

    private static void completeSegment(
            long segment, long segmentEnd, long frameEnd, int protocol, long addresses) {
        if (segmentEnd > frameEnd) {
            return;
        }
        int lengthBytes = (int) (segmentEnd - segment);
        if (protocol == Ipv4.PROTOCOL_TCP && lengthBytes >= Tcp.MIN_LENGTH_BYTES) {
            if (isUnfinished(Tcp.checksum(segment), addresses, protocol, lengthBytes)) {
                Tcp.checksum(segment, Checksum.fold(Checksum.sum(segment, lengthBytes, 0)));
            }
        } else if (protocol == Ipv4.PROTOCOL_UDP && lengthBytes >= Udp.LENGTH_BYTES
                && isUnfinished(Udp.checksum(segment), addresses, protocol, lengthBytes)) {
            int checksum = Checksum.fold(Checksum.sum(segment, lengthBytes, 0));
            // RFC 768: zero would mean that there is none
            Udp.checksum(segment, checksum == 0 ? 0xffff : checksum);
        }
    }

    private static boolean isUnfinished(int checksum, long addresses, int protocol, int lengthBytes) {
        return addresses == CERTAIN || (checksum ^ 0xffff) == Checksum.fold(addresses + protocol + lengthBytes);
    }
}
