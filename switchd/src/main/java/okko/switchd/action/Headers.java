package okko.switchd.action;

import okko.ringshm.wire.Arp;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Icmpv6;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;
import okko.ringshm.wire.Ipv6Extension;
import okko.ringshm.wire.Mpls;
import okko.ringshm.wire.Vlan;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/**
 * Finds the headers of the packet at hand, by what the parser has left of it. What the parser did not believe, because
 * it is cut off or contradicts itself, is not there.
 */
final class Headers {

    /** In place of an address. */
    static final long NONE = 0;

    private Headers() {}

    static long find(HeaderPlace.Header header, Packet packet) {
        return switch (header) {
            case ETHERNET -> packet.address;
            case VLAN -> outerTag(packet);
            case MPLS -> label(packet);
            case ARP -> arp(packet);
            case IPV4 -> ipv4(packet);
            case IPV6 -> ipv6(packet);
            case TRANSPORT -> transport(packet);
            case ND_SOURCE_OPTION -> option(packet, Icmpv6.OPTION_SOURCE_ADDRESS);
            case ND_TARGET_OPTION -> option(packet, Icmpv6.OPTION_TARGET_ADDRESS);
        };
    }

    /** Address of the outer VLAN tag. */
    static long outerTag(Packet packet) {
        int type = Ethernet.type(packet.address);
        boolean isTagged = (type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN)
                && packet.lengthBytes >= Ethernet.LENGTH_BYTES + Vlan.LENGTH_BYTES;
        return isTagged ? packet.address + Ethernet.LENGTH_BYTES : NONE;
    }

    /** Address of the outer MPLS label stack entry. */
    static long label(Packet packet) {
        int type = networkType(packet);
        boolean isLabelled = (type == Ethernet.TYPE_MPLS || type == Ethernet.TYPE_MPLS_MULTICAST)
                && networkBytes(packet) >= Mpls.LENGTH_BYTES;
        return isLabelled ? network(packet) : NONE;
    }

    /** Address of the IPv4 header. */
    static long ipv4(Packet packet) {
        long header = network(packet);
        return networkType(packet) == Ethernet.TYPE_IPV4 && Ipv4.isSound(header, networkBytes(packet)) ? header : NONE;
    }

    /** Address of the IPv6 header. */
    static long ipv6(Packet packet) {
        long header = network(packet);
        return networkType(packet) == Ethernet.TYPE_IPV6 && Ipv6.isSound(header, networkBytes(packet)) ? header : NONE;
    }

    private static long arp(Packet packet) {
        long header = network(packet);
        int type = networkType(packet);
        boolean isArp = (type == Ethernet.TYPE_ARP || type == Ethernet.TYPE_RARP)
                && networkBytes(packet) >= Arp.LENGTH_BYTES
                && Arp.isIpv4OverEthernet(header);
        return isArp ? header : NONE;
    }

    /** Address of the transport header; none in a later fragment. */
    static long transport(Packet packet) {
        return packet.transportOffset == 0 ? NONE : packet.address + packet.transportOffset;
    }

    /** Protocol of the transport header, if there is one. */
    static int transportProtocol(Packet packet) {
        return (int) (packet.key[FlowKey.PORT_AND_NETWORK] >>> FlowKey.PROTOCOL_SHIFT) & 0xff;
    }

    /** How many bytes transport header and payload have, as IP says. */
    static int transportBytes(Packet packet) {
        long header = network(packet);
        int networkBytes = networkType(packet) == Ethernet.TYPE_IPV4
                ? Ipv4.totalLength(header)
                : Ipv6.LENGTH_BYTES + Ipv6.payloadLength(header);
        return packet.networkOffset + networkBytes - packet.transportOffset;
    }

    /**
     * Whether the packet has a routing header that it is not through with: then the last address in that one, which
     * nobody writes, stands for the destination in checksums (RFC 8200, 8.1).
     */
    static boolean isSourceRouted(Packet packet) {
        long header = network(packet);
        int protocol = Ipv6.protocol(header);
        int offset = packet.networkOffset + Ipv6.LENGTH_BYTES;
        while (offset < packet.transportOffset) {
            long extension = packet.address + offset;
            if (protocol == Ipv6.PROTOCOL_ROUTING && Ipv6Extension.segmentsLeft(extension) > 0) {
                return true;
            }
            offset += switch (protocol) {
                case Ipv6.PROTOCOL_AUTHENTICATION -> Ipv6Extension.authenticationLengthBytes(extension);
                case Ipv6.PROTOCOL_FRAGMENT -> Ipv6Extension.MIN_LENGTH_BYTES;
                default -> Ipv6Extension.lengthBytes(extension);
            };
            protocol = Ipv6Extension.protocol(extension);
        }
        return false;
    }

    /** Whether the packet is a fragment. */
    static boolean isFragment(Packet packet) {
        return (packet.key[FlowKey.PORT_AND_NETWORK] & FlowKey.FRAGMENT_ANY) != 0;
    }

    /** EtherType that names the network header, behind tags and IEEE 802.2 headers. */
    static int networkType(Packet packet) {
        return Ethernet.type(packet.address + packet.networkOffset - Ethernet.LENGTH_BYTES);
    }

    private static long network(Packet packet) {
        return packet.address + packet.networkOffset;
    }

    private static int networkBytes(Packet packet) {
        return packet.lengthBytes - packet.networkOffset;
    }

    /** Address of the first option of neighbour discovery that has a type and an Ethernet address. */
    private static long option(Packet packet, int optionType) {
        long message = transport(packet);
        if (message == NONE || transportProtocol(packet) != Ipv6.PROTOCOL_ICMPV6) {
            return NONE;
        }
        return Icmpv6.findOption(message, transportBytes(packet), optionType);
    }
}
