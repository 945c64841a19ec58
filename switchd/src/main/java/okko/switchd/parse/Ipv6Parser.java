package okko.switchd.parse;

import okko.ringshm.wire.Icmpv6;
import okko.ringshm.wire.Ipv6;
import okko.ringshm.wire.Ipv6Extension;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/** Reads an IPv6 header, the extension headers behind it, and ICMPv6 with neighbour discovery. */
final class Ipv6Parser {

    /** A chain of more extension headers is read no further: no sender has a use for it. */
    private static final int MAX_EXTENSIONS = 16;

    private Ipv6Parser() {}

    static void parse(Packet packet) {
        long header = packet.address + packet.networkOffset;
        int availableBytes = packet.lengthBytes - packet.networkOffset - Ipv6.LENGTH_BYTES;
        if (availableBytes < 0 || Ipv6.version(header) != 6 || Ipv6.payloadLength(header) > availableBytes) {
            return;
        }
        long[] key = packet.key;
        packet.hasColdWords = true;
        key[FlowKey.IPV6_SOURCE] = Ipv6.sourceHigh(header);
        key[FlowKey.IPV6_SOURCE + 1] = Ipv6.sourceLow(header);
        key[FlowKey.IPV6_DESTINATION] = Ipv6.destinationHigh(header);
        key[FlowKey.IPV6_DESTINATION + 1] = Ipv6.destinationLow(header);
        key[FlowKey.IPV6_LABEL] = Ipv6.flowLabel(header);
        key[FlowKey.PORT_AND_NETWORK] |= (long) Ipv6.trafficClass(header) << FlowKey.TYPE_OF_SERVICE_SHIFT
                | (long) Ipv6.hopLimit(header) << FlowKey.TIME_TO_LIVE_SHIFT;
        int start = packet.networkOffset + Ipv6.LENGTH_BYTES;
        // What lies behind the payload is Ethernet padding.
        parseExtensions(packet, Ipv6.protocol(header), start, start + Ipv6.payloadLength(header));
    }

    /**
     * Walks over the extension headers. An extension header that is cut off ends the walk like a protocol that is not
     * known: its number is the protocol. So does a later fragment, whose first bytes may be anything.
     */
    private static void parseExtensions(Packet packet, int firstProtocol, int start, int end) {
        int protocol = firstProtocol;
        int offset = start;
        int fragmentBits = 0;
        for (int count = 0; count < MAX_EXTENSIONS; count++) {
            long header = packet.address + offset;
            int headerBytes = extensionBytes(protocol, header, end - offset);
            if (headerBytes == 0) {
                break;
            }
            if (protocol == Ipv6.PROTOCOL_FRAGMENT) {
                int fragment = Ipv6Extension.fragment(header);
                if ((fragment & Ipv6Extension.FRAGMENT_OFFSET_MASK) != 0) {
                    fragmentBits = FlowKey.FRAGMENT_ANY | FlowKey.FRAGMENT_LATER;
                    break;
                }
                fragmentBits |= (fragment & Ipv6Extension.MORE_FRAGMENTS) != 0 ? FlowKey.FRAGMENT_ANY : 0;
            }
            protocol = Ipv6Extension.protocol(header);
            offset += headerBytes;
        }
        packet.key[FlowKey.PORT_AND_NETWORK] |= (long) protocol << FlowKey.PROTOCOL_SHIFT | fragmentBits;
        if (protocol == Ipv6.PROTOCOL_ICMPV6) {
            parseIcmpv6(packet, offset, end - offset);
        } else {
            FlowKeyParser.parsePorts(packet, protocol, offset, end - offset);
        }
    }

    /** {@return the length of an extension header; 0 if this is none that could be walked over, or it is cut off} */
    private static int extensionBytes(int protocol, long header, int availableBytes) {
        if (availableBytes < Ipv6Extension.MIN_LENGTH_BYTES) {
            return 0;
        }
        int headerBytes = switch (protocol) {
            case Ipv6.PROTOCOL_HOP_BY_HOP, Ipv6.PROTOCOL_ROUTING, Ipv6.PROTOCOL_DESTINATION_OPTIONS ->
                Ipv6Extension.lengthBytes(header);
            case Ipv6.PROTOCOL_AUTHENTICATION -> Ipv6Extension.authenticationLengthBytes(header);
            case Ipv6.PROTOCOL_FRAGMENT -> Ipv6Extension.MIN_LENGTH_BYTES;
            default -> 0;
        };
        return headerBytes <= availableBytes ? headerBytes : 0;
    }

    private static void parseIcmpv6(Packet packet, int offset, int availableBytes) {
        if (availableBytes < Icmpv6.LENGTH_BYTES) {
            return;
        }
        long header = packet.address + offset;
        int type = Icmpv6.type(header);
        int code = Icmpv6.code(header);
        packet.key[FlowKey.TRANSPORT] = (long) type << FlowKey.SOURCE_PORT_SHIFT
                | (long) code << FlowKey.DESTINATION_PORT_SHIFT;
        packet.transportOffset = offset;
        if (code != 0 || availableBytes < Icmpv6.NEIGHBOUR_LENGTH_BYTES) {
            return;
        }
        if (type == Icmpv6.TYPE_NEIGHBOUR_SOLICITATION) {
            parseTarget(packet, header);
            packet.key[FlowKey.SENDER_HARDWARE] = linkAddress(header, availableBytes, Icmpv6.OPTION_SOURCE_ADDRESS);
        } else if (type == Icmpv6.TYPE_NEIGHBOUR_ADVERTISEMENT) {
            parseTarget(packet, header);
            packet.key[FlowKey.TARGET_HARDWARE] = linkAddress(header, availableBytes, Icmpv6.OPTION_TARGET_ADDRESS);
        }
    }

    private static void parseTarget(Packet packet, long header) {
        packet.key[FlowKey.ND_TARGET] = Icmpv6.targetHigh(header);
        packet.key[FlowKey.ND_TARGET + 1] = Icmpv6.targetLow(header);
    }

    /** {@return the Ethernet address in the first such option, or 0 if there is none before the first malformed one} */
    private static long linkAddress(long header, int availableBytes, int optionType) {
        long option = Icmpv6.findOption(header, availableBytes, optionType);
        return option == Icmpv6.NO_OPTION ? 0 : Icmpv6.linkAddress(option);
    }
}
