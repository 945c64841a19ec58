package okko.switchd.parse;

import okko.ringshm.wire.Arp;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Icmp;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import okko.ringshm.wire.Vlan;
import okko.switchd.flow.FlowKey;

/** Reads the flow key out of a frame, in one pass from the front. */
public final class FlowKeyParser {

    private FlowKeyParser() {}

    /**
     * Parses a frame. All words of the key are written.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame, 0 or more
     * @param inPort      port that it came in by
     * @param metadata    of the packet
     * @param key         receives the key
     * @param offset      of the key's first word in {@code key}
     */
    public static void parse(long frame, int lengthBytes, int inPort, long metadata, long[] key, int offset) {
        key[offset + FlowKey.METADATA] = metadata;
        key[offset + FlowKey.PORT_AND_NETWORK] = (long) inPort << FlowKey.IN_PORT_SHIFT;
        key[offset + FlowKey.ADDRESSES] = 0;
        key[offset + FlowKey.TRANSPORT] = 0;
        if (lengthBytes < Ethernet.LENGTH_BYTES) {
            key[offset + FlowKey.DESTINATION_AND_TYPE] = 0;
            key[offset + FlowKey.SOURCE_AND_VLAN] = 0;
            return;
        }
        int type = Ethernet.type(frame);
        int tag = 0;
        int headerBytes = Ethernet.LENGTH_BYTES;
        if (type == Ethernet.TYPE_VLAN && lengthBytes >= Ethernet.LENGTH_BYTES + Vlan.LENGTH_BYTES) {
            tag = Vlan.control(frame + headerBytes) | FlowKey.VLAN_PRESENT;
            type = Vlan.type(frame + headerBytes);
            headerBytes += Vlan.LENGTH_BYTES;
        }
        if (type < Ethernet.MIN_TYPE) {
            type = FlowKey.TYPE_NONE;
        }
        key[offset + FlowKey.DESTINATION_AND_TYPE] =
                Ethernet.destination(frame) << FlowKey.ETHERNET_ADDRESS_SHIFT | type;
        key[offset + FlowKey.SOURCE_AND_VLAN] = Ethernet.source(frame) << FlowKey.ETHERNET_ADDRESS_SHIFT | tag;
        if (type == Ethernet.TYPE_IPV4) {
            parseIpv4(frame + headerBytes, lengthBytes - headerBytes, key, offset);
        } else if (type == Ethernet.TYPE_ARP) {
            parseArp(frame + headerBytes, lengthBytes - headerBytes, key, offset);
        }
    }

    private static void parseIpv4(long header, int availableBytes, long[] key, int offset) {
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
        key[offset + FlowKey.ADDRESSES] = (long) Ipv4.source(header) << FlowKey.SOURCE_ADDRESS_SHIFT
                | Ipv4.destination(header) & 0xffffffffL;
        key[offset + FlowKey.PORT_AND_NETWORK] |= (long) protocol << FlowKey.PROTOCOL_SHIFT
                | (long) Ipv4.typeOfService(header) << FlowKey.TYPE_OF_SERVICE_SHIFT
                | (long) Ipv4.timeToLive(header) << FlowKey.TIME_TO_LIVE_SHIFT
                | fragmentBits;
        if (!isLater) {
            // What lies behind the total length is Ethernet padding.
            key[offset + FlowKey.TRANSPORT] = transport(protocol, header + headerBytes, totalBytes - headerBytes);
        }
    }

    private static long transport(int protocol, long header, int availableBytes) {
        if (protocol == Ipv4.PROTOCOL_TCP && availableBytes >= Tcp.MIN_LENGTH_BYTES) {
            long flags = Tcp.dataOffsetAndFlags(header) & FlowKey.TCP_FLAGS_MASK;
            return ports(Tcp.sourcePort(header), Tcp.destinationPort(header)) | flags << FlowKey.TCP_FLAGS_SHIFT;
        }
        if (protocol == Ipv4.PROTOCOL_UDP && availableBytes >= Udp.LENGTH_BYTES) {
            return ports(Udp.sourcePort(header), Udp.destinationPort(header));
        }
        if (protocol == Ipv4.PROTOCOL_ICMP && availableBytes >= Icmp.LENGTH_BYTES) {
            return ports(Icmp.type(header), Icmp.code(header));
        }
        return 0;
    }

    private static long ports(int source, int destination) {
        return (long) source << FlowKey.SOURCE_PORT_SHIFT | (long) destination << FlowKey.DESTINATION_PORT_SHIFT;
    }

    private static void parseArp(long header, int availableBytes, long[] key, int offset) {
        if (availableBytes < Arp.LENGTH_BYTES || !Arp.isIpv4OverEthernet(header)) {
            return;
        }
        int operation = Arp.operation(header);
        if (operation <= 0xff) { // the field has 8 bits, as in Open vSwitch; larger operations are not in use
            key[offset + FlowKey.PORT_AND_NETWORK] |= (long) operation << FlowKey.PROTOCOL_SHIFT;
        }
        key[offset + FlowKey.ADDRESSES] = (long) Arp.senderAddress(header) << FlowKey.SOURCE_ADDRESS_SHIFT
                | Arp.targetAddress(header) & 0xffffffffL;
    }
}
