package okko.switchd.port;

import java.util.ArrayList;
import java.util.List;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Vlan;

/**
 * Spreads frames over receive queues as a network card does: the frames of a flow, both directions of it, stay together
 * and in their order. A flow is the pair of addresses and, where the protocol has them, the pair of ports; fragments
 * have none, and other frames are one flow. Needed when a capture is loaded.
 */
final class FlowSpread {

    private static final int IPV6_LENGTH_BYTES = 40;
    private static final int IPV6_PROTOCOL_OFFSET = 6;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV6_DESTINATION_OFFSET = 24;
    private static final int IPV6_ADDRESS_BYTES = 16;
    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV4_DESTINATION_OFFSET = 16;
    private static final int IPV4_FRAGMENT_OFFSET = 6;
    private static final int IPV4_PROTOCOL_OFFSET = 9;
    private static final int IPV4_FRAGMENT_BITS = Ipv4.FRAGMENT_OFFSET_MASK | Ipv4.MORE_FRAGMENTS;

    private FlowSpread() {}

    /**
     * Spreads frames.
     *
     * @param frames in their order
     * @param queues how many there are
     * @return the frames of each queue, in their order; there may be none
     */
    static List<List<byte[]>> over(List<byte[]> frames, int queues) {
        List<List<byte[]>> shares = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            shares.add(new ArrayList<>());
        }
        for (byte[] frame : frames) {
            shares.get(Integer.remainderUnsigned(hash(frame), queues)).add(frame);
        }
        return shares;
    }

    private static int hash(byte[] frame) {
        int at = 2 * Ethernet.ADDRESS_BYTES;
        int type = half(frame, at);
        while (type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN) {
            at += Vlan.LENGTH_BYTES;
            type = half(frame, at);
        }
        at += Short.BYTES;
        return switch (type) {
            case Ethernet.TYPE_IPV4 -> ipv4(frame, at);
            case Ethernet.TYPE_IPV6 -> ipv6(frame, at);
            default -> 0;
        };
    }

    private static int ipv4(byte[] frame, int at) {
        int addresses = word(frame, at + IPV4_SOURCE_OFFSET) + word(frame, at + IPV4_DESTINATION_OFFSET);
        boolean isFragment = (half(frame, at + IPV4_FRAGMENT_OFFSET) & IPV4_FRAGMENT_BITS) != 0;
        int headerBytes = (octet(frame, at) & 0xf) * Integer.BYTES;
        int protocol = octet(frame, at + IPV4_PROTOCOL_OFFSET);
        return mix(addresses, isFragment ? 0 : ports(frame, protocol, at + headerBytes));
    }

    private static int ipv6(byte[] frame, int at) {
        int addresses = 0;
        for (int i = 0; i < IPV6_ADDRESS_BYTES; i += Integer.BYTES) {
            addresses += word(frame, at + IPV6_SOURCE_OFFSET + i) + word(frame, at + IPV6_DESTINATION_OFFSET + i);
        }
        return mix(addresses, ports(frame, octet(frame, at + IPV6_PROTOCOL_OFFSET), at + IPV6_LENGTH_BYTES));
    }

    private static int ports(byte[] frame, int protocol, int at) {
        return switch (protocol) {
            case Ipv4.PROTOCOL_TCP, Ipv4.PROTOCOL_UDP, Ipv4.PROTOCOL_SCTP ->
                    half(frame, at) + half(frame, at + Short.BYTES);
            default -> 0;
        };
    }

    /** Sums do not tell the two directions apart; this spreads them. */
    private static int mix(int addresses, int ports) {
        int hash = (addresses * 31 + ports) * 0x9e3779b9;
        return hash ^ hash >>> 16;
    }

    // Network order; what lies behind the end of a short frame counts as 0.

    private static int word(byte[] frame, int at) {
        return half(frame, at) << Short.SIZE | half(frame, at + Short.BYTES);
    }

    private static int half(byte[] frame, int at) {
        return octet(frame, at) << Byte.SIZE | octet(frame, at + 1);
    }

    private static int octet(byte[] frame, int at) {
        return at < frame.length ? frame[at] & 0xff : 0;
    }
}
