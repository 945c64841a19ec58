package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Batch;
import org.agrona.UnsafeApi;

/**
 * Cuts a TCP segment of up to 64 KB into the frames that would be on the wire. Linux leaves that to a network card; a
 * segment that came over a virtual Ethernet pair has met none. Confined to the datapath thread.
 *
 * <p>A segment is gathered, cut as far as batches have room, and gone. RFC 9293, section 3.1; the identification of
 * IPv4 counts on, as with cards.
 */
final class LongSegment {

    /** Longest frame that the kernel makes, with all that may stand before the IP header. */
    static final int CAPACITY_BYTES = (1 << 16) + 64;

    private static final int TYPE_SERVICE_VLAN = 0x88a8;
    private static final int CONGESTION_WINDOW_REDUCED = 0x80;
    private static final int PROTOCOL_TCP = 6;

    // RFC 8200, section 3
    private static final int IPV6_LENGTH_BYTES = 40;
    private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_ADDRESSES_OFFSET = 8;
    private static final int IPV6_ADDRESSES_BYTES = 32;

    private final long memory = UnsafeApi.allocateMemory(CAPACITY_BYTES);
    private int gatheredBytes;

    // Where things are in the memory, as offsets.
    private int network;
    private int transport;
    private int payload;
    private int at;
    private int end;

    private int pieceBytes;
    private int pieces;

    /** {@return whether there is something left to cut} */
    boolean isBusy() {
        return at < end;
    }

    /** Begins to gather. */
    void clear() {
        gatheredBytes = 0;
        at = 0;
        end = 0;
    }

    /** Gathers a part; what is longer than any segment is cut off, and no segment then. */
    void append(long address, int lengthBytes) {
        int bytes = Math.min(lengthBytes, CAPACITY_BYTES - gatheredBytes);
        UnsafeApi.copyMemory(address, memory + gatheredBytes, bytes);
        gatheredBytes += bytes;
    }

    /**
     * Begins to cut what has been gathered.
     *
     * @param mtuBytes      of the interface
     * @param maxFrameBytes that fit into a buffer
     * @return false if it is no TCP segment, or its pieces are too long
     */
    boolean begin(int mtuBytes, int maxFrameBytes) {
        network = 2 * Ethernet.ADDRESS_BYTES + 2;
        while (network + Vlan.LENGTH_BYTES < gatheredBytes && isTag(NetworkOrder.u16(memory + network - 2))) {
            network += Vlan.LENGTH_BYTES;
        }
        if (network + IPV6_LENGTH_BYTES > gatheredBytes || !findTransport()
                || transport + Tcp.MIN_LENGTH_BYTES > gatheredBytes) {
            return false;
        }
        payload = transport + Tcp.lengthBytes(memory + transport);
        pieceBytes = mtuBytes - (payload - network);
        at = payload;
        end = pieceBytes > 0 && payload + pieceBytes <= maxFrameBytes ? gatheredBytes : 0;
        pieces = 0;
        return isBusy();
    }

    private static boolean isTag(int type) {
        return type == Ethernet.TYPE_VLAN || type == TYPE_SERVICE_VLAN;
    }

    private boolean isIpv4() {
        return NetworkOrder.u16(memory + network - 2) == Ethernet.TYPE_IPV4;
    }

    private boolean findTransport() {
        long header = memory + network;
        if (isIpv4()) {
            transport = network + Ipv4.lengthBytes(header);
            return Ipv4.protocol(header) == PROTOCOL_TCP;
        }
        transport = network + IPV6_LENGTH_BYTES;
        return NetworkOrder.u16(header - 2) == Ethernet.TYPE_IPV6
                && NetworkOrder.u8(header + IPV6_NEXT_HEADER_OFFSET) == PROTOCOL_TCP;
    }

    /**
     * Cuts off the next frame.
     *
     * @param batch  with room
     * @param buffer that the frame fits into; the batch's then
     * @param pool   of the buffer
     * @param number OpenFlow number of the port
     * @return bytes of the frame
     */
    int cut(Batch batch, int buffer, PacketPool pool, int number) {
        int bytes = Math.min(pieceBytes, end - at);
        long frame = pool.dataAddress(buffer) + pool.headroomBytes();
        UnsafeApi.copyMemory(memory, frame, payload);
        UnsafeApi.copyMemory(memory + at, frame + payload, bytes);
        number(frame + transport, at + bytes == end);
        seal(frame, payload - transport + bytes);
        batch.add(buffer, frame, payload + bytes, number, 0);
        at += bytes;
        pieces++;
        return payload + bytes;
    }

    /** Sequence number and flags: what ends a segment ends its last piece. */
    private void number(long tcp, boolean isLast) {
        Tcp.sequence(tcp, Tcp.sequence(tcp) + at - payload);
        int removed = (isLast ? 0 : Tcp.FIN | Tcp.PSH) | (pieces == 0 ? 0 : CONGESTION_WINDOW_REDUCED);
        Tcp.dataOffsetAndFlags(tcp, Tcp.dataOffsetAndFlags(tcp) & ~removed);
    }

    /** Lengths and checksums. */
    private void seal(long frame, int segmentBytes) {
        long header = frame + network;
        long tcp = frame + transport;
        Tcp.checksum(tcp, 0);
        if (isIpv4()) {
            Ipv4.totalLength(header, transport - network + segmentBytes);
            Ipv4.identification(header, Ipv4.identification(header) + pieces & 0xffff);
            Ipv4.checksum(header, 0);
            Ipv4.checksum(header, Checksum.fold(Checksum.sum(header, transport - network, 0)));
            Tcp.checksum(tcp, Checksum.ofSegment(header, tcp, segmentBytes));
        } else {
            NetworkOrder.put16(header + IPV6_PAYLOAD_LENGTH_OFFSET, segmentBytes);
            long pseudo = Checksum.sum(header + IPV6_ADDRESSES_OFFSET, IPV6_ADDRESSES_BYTES,
                    PROTOCOL_TCP + segmentBytes);
            Tcp.checksum(tcp, Checksum.fold(Checksum.sum(tcp, segmentBytes, pseudo)));
        }
    }

    /** Gives the memory back. Call once. */
    void close() {
        UnsafeApi.freeMemory(memory);
    }
}
