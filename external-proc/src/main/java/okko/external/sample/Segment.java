package okko.external.sample;

import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Vlan;

/** A frame seen as a TCP segment, rules S1 to S8. One per thread; reused for every packet. */
final class Segment {

    /** What a frame is. */
    enum Kind {
        /** Neither of the others. */
        OTHER,
        /** ARP. */
        ARP,
        /** A whole TCP segment: {@link #ip()} and the other accessors speak of it. */
        TCP
    }

    private long ip;
    private long tcp;
    private int ipBytes;
    private int tcpBytes;
    private int payloadBytes;

    /**
     * Looks at a frame.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     * @return what it is
     */
    Kind parse(long frame, int lengthBytes) {
        if (lengthBytes < Ethernet.LENGTH_BYTES) {
            return Kind.OTHER;
        }
        int type = Ethernet.type(frame);
        int ipOffset = Ethernet.LENGTH_BYTES;
        if (type == Ethernet.TYPE_VLAN) {
            if (lengthBytes < Ethernet.LENGTH_BYTES + Vlan.LENGTH_BYTES) {
                return Kind.OTHER;
            }
            type = Vlan.type(frame + Ethernet.LENGTH_BYTES);
            ipOffset += Vlan.LENGTH_BYTES;
        }
        if (type == Ethernet.TYPE_ARP) {
            return Kind.ARP;
        }
        return type == Ethernet.TYPE_IPV4 && parseIpv4(frame + ipOffset, lengthBytes - ipOffset)
                ? Kind.TCP
                : Kind.OTHER;
    }

    private boolean parseIpv4(long header, int availableBytes) {
        if (availableBytes < Ipv4.MIN_LENGTH_BYTES || Ipv4.version(header) != 4) {
            return false;
        }
        int headerBytes = Ipv4.lengthBytes(header);
        int totalBytes = Ipv4.totalLength(header);
        if (headerBytes < Ipv4.MIN_LENGTH_BYTES || totalBytes > availableBytes) {
            return false;
        }
        if (Ipv4.protocol(header) != Ipv4.PROTOCOL_TCP
                || (Ipv4.fragment(header) & (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET_MASK)) != 0) {
            return false;
        }
        ip = header;
        ipBytes = headerBytes;
        return parseTcp(header + headerBytes, totalBytes - headerBytes, availableBytes - headerBytes);
    }

    private boolean parseTcp(long header, int segmentBytes, int availableBytes) {
        if (availableBytes < Tcp.MIN_LENGTH_BYTES) {
            return false;
        }
        tcp = header;
        tcpBytes = Tcp.lengthBytes(header);
        payloadBytes = segmentBytes - tcpBytes;
        return tcpBytes >= Tcp.MIN_LENGTH_BYTES && payloadBytes >= 0;
    }

    /** {@return address of the IPv4 header} */
    long ip() {
        return ip;
    }

    /** {@return address of the TCP header} */
    long tcp() {
        return tcp;
    }

    /** {@return length of the IPv4 header with options, bytes} */
    int ipBytes() {
        return ipBytes;
    }

    /** {@return length of the TCP header with options, bytes} */
    int tcpBytes() {
        return tcpBytes;
    }

    /** {@return length of the payload, bytes} */
    int payloadBytes() {
        return payloadBytes;
    }
}
