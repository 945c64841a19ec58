package okko.switchd.parse;

import java.util.Arrays;
import okko.ringshm.wire.Arp;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Icmp;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Mpls;
import okko.ringshm.wire.Sctp;
import okko.ringshm.wire.Snap;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import okko.ringshm.wire.Vlan;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/** Reads the flow key out of a frame, in one pass from the front. */
public final class FlowKeyParser {

    private FlowKeyParser() {}

    /**
     * Parses a frame. All words of {@link Packet#key} are written; those behind the hot ones only if this packet has
     * something there, or the key still has something of another one.
     *
     * @param packet its frame, of any length, and what is known about it; receives the key and where headers begin
     */
    public static void parse(Packet packet) {
        long[] key = packet.key;
        if (packet.hasColdWords) {
            Arrays.fill(key, FlowKey.HOT_WORDS, FlowKey.WORDS, 0);
            packet.hasColdWords = false;
        }
        key[FlowKey.METADATA] = packet.metadata;
        key[FlowKey.PORT_AND_NETWORK] = (long) packet.inPort << FlowKey.IN_PORT_SHIFT;
        key[FlowKey.ADDRESSES] = 0;
        key[FlowKey.TRANSPORT] = 0;
        key[FlowKey.MARK_AND_PASS] = (long) packet.mark << FlowKey.MARK_SHIFT | packet.pass & 0xffffffffL;
        packet.networkOffset = 0;
        packet.transportOffset = 0;
        if (packet.lengthBytes < Ethernet.LENGTH_BYTES) {
            key[FlowKey.DESTINATION_AND_TYPE] = 0;
            key[FlowKey.SOURCE_AND_VLAN] = 0;
            return;
        }
        long sourceAndType = Ethernet.sourceAndType(packet.address);
        key[FlowKey.DESTINATION_AND_TYPE] = Ethernet.destinationInUpperBits(packet.address);
        key[FlowKey.SOURCE_AND_VLAN] = sourceAndType & ~0xffffL;
        packet.networkOffset = Ethernet.LENGTH_BYTES;
        int type = (int) sourceAndType & 0xffff;
        if (type != Ethernet.TYPE_IPV4) {
            type = parseTags(packet, type);
        }
        key[FlowKey.DESTINATION_AND_TYPE] |= type;
        parseNetwork(packet, type);
    }

    /**
     * Takes up to two tags off; a third one is left as what the frame contains.
     *
     * @return EtherType of what follows, at {@link Packet#networkOffset}
     */
    private static int parseTags(Packet packet, int firstType) {
        int type = firstType;
        if (hasTag(packet, type)) {
            long tag = packet.address + packet.networkOffset;
            packet.key[FlowKey.SOURCE_AND_VLAN] |= Vlan.control(tag) | FlowKey.VLAN_PRESENT;
            packet.networkOffset += Vlan.LENGTH_BYTES;
            type = Vlan.type(tag);
            if (hasTag(packet, type)) {
                long innerTag = packet.address + packet.networkOffset;
                packet.hasColdWords = true;
                packet.key[FlowKey.INNER_VLAN_AND_MPLS] =
                        (long) (Vlan.control(innerTag) | FlowKey.VLAN_PRESENT) << FlowKey.INNER_VLAN_SHIFT;
                packet.networkOffset += Vlan.LENGTH_BYTES;
                type = Vlan.type(innerTag);
            }
        }
        return type >= Ethernet.MIN_TYPE ? type : parseLogicalLink(packet);
    }

    private static boolean hasTag(Packet packet, int type) {
        return (type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN)
                && packet.lengthBytes - packet.networkOffset >= Vlan.LENGTH_BYTES;
    }

    /** Looks for an EtherType in an IEEE 802.3 frame. */
    private static int parseLogicalLink(Packet packet) {
        long header = packet.address + packet.networkOffset;
        if (packet.lengthBytes - packet.networkOffset < Snap.LENGTH_BYTES || !Snap.hasType(header)
                || Snap.type(header) < Ethernet.MIN_TYPE) {
            return FlowKey.TYPE_NONE;
        }
        packet.networkOffset += Snap.LENGTH_BYTES;
        return Snap.type(header);
    }

    private static void parseNetwork(Packet packet, int type) {
        switch (type) {
            case Ethernet.TYPE_IPV4 -> parseIpv4(packet);
            case Ethernet.TYPE_IPV6 -> Ipv6Parser.parse(packet);
            case Ethernet.TYPE_ARP, Ethernet.TYPE_RARP -> parseArp(packet);
            case Ethernet.TYPE_MPLS, Ethernet.TYPE_MPLS_MULTICAST -> parseMpls(packet);
            default -> {
                // Nothing that a rule can look at.
            }
        }
    }

    private static void parseIpv4(Packet packet) {
        long header = packet.address + packet.networkOffset;
        int availableBytes = packet.lengthBytes - packet.networkOffset;
        if (availableBytes < Ipv4.MIN_LENGTH_BYTES) {
            return;
        }
        int headerBytes = Ipv4.lengthBytes(header);
        int totalBytes = Ipv4.totalLength(header);
        if (Ipv4.version(header) != 4 || headerBytes < Ipv4.MIN_LENGTH_BYTES
                || headerBytes > totalBytes || totalBytes > availableBytes) {
            return;
        }
        int fragment = Ipv4.fragment(header);
        boolean isLater = (fragment & Ipv4.FRAGMENT_OFFSET_MASK) != 0;
        int fragmentBits = isLater
                ? FlowKey.FRAGMENT_ANY | FlowKey.FRAGMENT_LATER
                : (fragment & Ipv4.MORE_FRAGMENTS) != 0 ? FlowKey.FRAGMENT_ANY : 0;
        int protocol = Ipv4.protocol(header);
        packet.key[FlowKey.ADDRESSES] = Ipv4.addresses(header);
        packet.key[FlowKey.PORT_AND_NETWORK] |= (long) protocol << FlowKey.PROTOCOL_SHIFT
                | (long) Ipv4.typeOfService(header) << FlowKey.TYPE_OF_SERVICE_SHIFT
                | (long) Ipv4.timeToLive(header) << FlowKey.TIME_TO_LIVE_SHIFT
                | fragmentBits;
        if (!isLater) {
            // What lies behind the total length is Ethernet padding.
            int offset = packet.networkOffset + headerBytes;
            int transportBytes = totalBytes - headerBytes;
            if (protocol == Ipv4.PROTOCOL_ICMP) {
                parseIcmp(packet, offset, transportBytes);
            } else {
                parsePorts(packet, protocol, offset, transportBytes);
            }
        }
    }

    /** Reads the header of TCP, UDP or SCTP; of all other protocols nothing. */
    static void parsePorts(Packet packet, int protocol, int offset, int availableBytes) {
        long header = packet.address + offset;
        if (protocol == Ipv4.PROTOCOL_UDP && availableBytes >= Udp.LENGTH_BYTES) {
            packet.key[FlowKey.TRANSPORT] = (long) Udp.ports(header) << FlowKey.DESTINATION_PORT_SHIFT;
            packet.transportOffset = offset;
        } else if (protocol == Ipv4.PROTOCOL_TCP && availableBytes >= Tcp.MIN_LENGTH_BYTES) {
            long flags = Tcp.dataOffsetAndFlags(header) & FlowKey.TCP_FLAGS_MASK;
            packet.key[FlowKey.TRANSPORT] = (long) Tcp.ports(header) << FlowKey.DESTINATION_PORT_SHIFT
                    | flags << FlowKey.TCP_FLAGS_SHIFT;
            packet.transportOffset = offset;
        } else if (protocol == Ipv4.PROTOCOL_SCTP && availableBytes >= Sctp.LENGTH_BYTES) {
            packet.key[FlowKey.TRANSPORT] = (long) Sctp.ports(header) << FlowKey.DESTINATION_PORT_SHIFT;
            packet.transportOffset = offset;
        }
    }

    private static void parseIcmp(Packet packet, int offset, int availableBytes) {
        if (availableBytes >= Icmp.LENGTH_BYTES) {
            long header = packet.address + offset;
            packet.key[FlowKey.TRANSPORT] = (long) Icmp.type(header) << FlowKey.SOURCE_PORT_SHIFT
                    | (long) Icmp.code(header) << FlowKey.DESTINATION_PORT_SHIFT;
            packet.transportOffset = offset;
        }
    }

    private static void parseArp(Packet packet) {
        long header = packet.address + packet.networkOffset;
        int availableBytes = packet.lengthBytes - packet.networkOffset;
        if (availableBytes < Arp.LENGTH_BYTES || !Arp.isIpv4OverEthernet(header)) {
            return;
        }
        int operation = Arp.operation(header);
        if (operation <= 0xff) { // the field has 8 bits, as in Open vSwitch; larger operations are not in use
            packet.key[FlowKey.PORT_AND_NETWORK] |= (long) operation << FlowKey.PROTOCOL_SHIFT;
        }
        packet.key[FlowKey.ADDRESSES] = (long) Arp.senderAddress(header) << FlowKey.SOURCE_ADDRESS_SHIFT
                | Arp.targetAddress(header) & 0xffffffffL;
        packet.hasColdWords = true;
        packet.key[FlowKey.SENDER_HARDWARE] = Arp.senderHardware(header);
        packet.key[FlowKey.TARGET_HARDWARE] = Arp.targetHardware(header);
    }

    /** Reads the first labels, as far as they are there; what is behind the last one, no header says. */
    private static void parseMpls(Packet packet) {
        long first = nextLabel(packet, 0);
        long second = (first & Mpls.BOTTOM_OF_STACK) != 0 ? 0 : nextLabel(packet, Mpls.LENGTH_BYTES);
        long third = ((first | second) & Mpls.BOTTOM_OF_STACK) != 0 ? 0 : nextLabel(packet, 2 * Mpls.LENGTH_BYTES);
        packet.hasColdWords = true;
        packet.key[FlowKey.INNER_VLAN_AND_MPLS] |= first;
        packet.key[FlowKey.MPLS] = second << FlowKey.SECOND_LABEL_SHIFT | third;
    }

    /** {@return the label stack entry so many bytes into the stack, or 0 if the frame ends before} */
    private static long nextLabel(Packet packet, int offset) {
        return packet.lengthBytes - packet.networkOffset < offset + Mpls.LENGTH_BYTES
                ? 0
                : Mpls.entry(packet.address + packet.networkOffset + offset) & 0xffffffffL;
    }
}
