package okko.switchd.action;

import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;
import okko.ringshm.wire.Mpls;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Packet;
import org.agrona.UnsafeApi;

/**
 * Puts VLAN tags and MPLS labels on frames and takes them off. What is before them moves, so the frame begins elsewhere
 * in its buffer; what is behind them stays.
 */
final class Tags {

    /** What VLAN tags stand behind. */
    private static final int ADDRESSES_BYTES = 2 * Ethernet.ADDRESS_BYTES;

    private static final int DEFAULT_TTL = 64;
    private static final int IPV6_EXPLICIT_NULL = 2;

    private Tags() {}

    /** There must be room before the frame, as for all that pushes. */
    static void pushVlan(Packet packet, int type, int control) {
        insert(packet, ADDRESSES_BYTES, Vlan.LENGTH_BYTES);
        Ethernet.type(packet.address, type);
        Vlan.control(packet.address + Ethernet.LENGTH_BYTES, control);
    }

    static void popVlan(Packet packet) {
        if (Headers.outerTag(packet) != Headers.NONE) {
            remove(packet, ADDRESSES_BYTES, Vlan.LENGTH_BYTES);
        }
    }

    static void pushMpls(Packet packet, int type) {
        long outer = Headers.label(packet);
        int entry = outer != Headers.NONE ? Mpls.entry(outer) & ~Mpls.BOTTOM_OF_STACK : firstEntry(packet);
        int offset = packet.networkOffset;
        insert(packet, offset, Mpls.LENGTH_BYTES);
        setNetworkType(packet, offset, type);
        Mpls.entry(packet.address + offset, entry);
    }

    private static int firstEntry(Packet packet) {
        int label = Headers.networkType(packet) == Ethernet.TYPE_IPV6 ? IPV6_EXPLICIT_NULL : 0;
        int typeOfService = 0;
        int ttl = 0;
        long header = Headers.ipv4(packet);
        if (header != Headers.NONE) {
            typeOfService = Ipv4.typeOfService(header);
            ttl = Ipv4.timeToLive(header);
        } else {
            header = Headers.ipv6(packet);
            if (header != Headers.NONE) {
                typeOfService = Ipv6.trafficClass(header);
                ttl = Ipv6.hopLimit(header);
            }
        }
        return label << Mpls.LABEL_SHIFT
                | (typeOfService >> 2 & 7) << Mpls.TRAFFIC_CLASS_SHIFT
                | Mpls.BOTTOM_OF_STACK
                | (ttl == 0 ? DEFAULT_TTL : ttl);
    }

    static void popMpls(Packet packet, int type) {
        if (Headers.label(packet) != Headers.NONE) {
            int offset = packet.networkOffset;
            remove(packet, offset, Mpls.LENGTH_BYTES);
            setNetworkType(packet, offset, type);
        }
    }

    private static void setNetworkType(Packet packet, int offset, int type) {
        Ethernet.type(packet.address + offset - Ethernet.LENGTH_BYTES, type);
    }

    private static void insert(Packet packet, int offset, int lengthBytes) {
        long from = packet.address;
        packet.address -= lengthBytes;
        packet.lengthBytes += lengthBytes;
        move(from, packet.address, offset);
        packet.networkOffset = Packet.NOT_PARSED;
    }

    private static void remove(Packet packet, int offset, int lengthBytes) {
        long from = packet.address;
        packet.address += lengthBytes;
        packet.lengthBytes -= lengthBytes;
        move(from, packet.address, offset);
        packet.networkOffset = Packet.NOT_PARSED;
    }

    /** Moves 12 bytes or more; the places may overlap. */
    private static void move(long from, long to, int lengthBytes) {
        if (lengthBytes == ADDRESSES_BYTES) {
            long first = UnsafeApi.getLong(from);
            int rest = UnsafeApi.getInt(from + Long.BYTES);
            UnsafeApi.putLong(to, first);
            UnsafeApi.putInt(to + Long.BYTES, rest);
        } else {
            UnsafeApi.copyMemory(from, to, lengthBytes);
        }
    }
}
