package okko.eval.workload;

import java.nio.ByteBuffer;
import okko.ringshm.wire.Arp;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and changes the addresses of one frame at a time, in memory that the header classes can reach.
 *
 * <p>Checksums are updated by the difference (RFC 1624), not computed anew: one that was wrong in the recording stays
 * wrong, and a frame that was cut short or fragmented needs no bytes that are not there.
 */
final class FrameEditor {

    private static final int LONGEST_FRAME_BYTES = 65_535;

    private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(LONGEST_FRAME_BYTES));
    private final long frame = scratch.addressOffset();
    private int lengthBytes;

    /**
     * Takes a frame to work on.
     *
     * @param bytes of the frame, copied
     */
    void load(byte[] bytes) {
        scratch.putBytes(0, bytes);
        lengthBytes = bytes.length;
    }

    /** {@return a copy of the frame as it is now} */
    byte[] bytes() {
        byte[] bytes = new byte[lengthBytes];
        scratch.getBytes(0, bytes);
        return bytes;
    }

    /** {@return whether the frame has a whole IPv4 header} */
    boolean isIpv4() {
        return lengthBytes >= Ethernet.LENGTH_BYTES + Ipv4.MIN_LENGTH_BYTES
                && Ethernet.type(frame) == Ethernet.TYPE_IPV4 && Ipv4.version(ipv4()) == 4
                && Ipv4.lengthBytes(ipv4()) >= Ipv4.MIN_LENGTH_BYTES
                && lengthBytes >= Ethernet.LENGTH_BYTES + Ipv4.lengthBytes(ipv4());
    }

    private boolean isArp() {
        return lengthBytes >= Ethernet.LENGTH_BYTES + Arp.LENGTH_BYTES && Ethernet.type(frame) == Ethernet.TYPE_ARP;
    }

    /** {@return whether the ports of a TCP segment can be read} */
    boolean isTcp() {
        return isIpv4() && Ipv4.protocol(ipv4()) == Ipv4.PROTOCOL_TCP && transportBytes() >= Tcp.MIN_LENGTH_BYTES;
    }

    private boolean isUdp() {
        return isIpv4() && Ipv4.protocol(ipv4()) == Ipv4.PROTOCOL_UDP && transportBytes() >= Udp.LENGTH_BYTES;
    }

    /** {@return source address of an IPv4 packet} */
    int source() {
        return Ipv4.source(ipv4());
    }

    /** {@return destination address of an IPv4 packet} */
    int destination() {
        return Ipv4.destination(ipv4());
    }

    /** {@return the connection that a TCP segment belongs to} */
    Connection connection() {
        return Connection.of(source(), Tcp.sourcePort(transport()), destination(), Tcp.destinationPort(transport()));
    }

    /**
     * Moves the frame's hosts to another copy of the network; frames that are neither IPv4 nor ARP stay as they are.
     *
     * @param mask of the copy, see {@link AddressMasks}
     */
    void applyMask(int mask) {
        if (isIpv4()) {
            replaceSource(AddressMasks.apply(source(), mask));
            replaceDestination(AddressMasks.apply(destination(), mask));
        } else if (isArp()) {
            long arp = frame + Ethernet.LENGTH_BYTES;
            Arp.senderAddress(arp, AddressMasks.apply(Arp.senderAddress(arp), mask));
            Arp.targetAddress(arp, AddressMasks.apply(Arp.targetAddress(arp), mask));
        }
    }

    private void replaceSource(int address) {
        int former = source();
        Ipv4.source(ipv4(), address);
        updateChecksums(former, address);
    }

    private void replaceDestination(int address) {
        int former = destination();
        Ipv4.destination(ipv4(), address);
        updateChecksums(former, address);
    }

    private void updateChecksums(int former, int address) {
        Ipv4.checksum(ipv4(), updated(Ipv4.checksum(ipv4()), former, address));
        if (isTcp()) {
            Tcp.checksum(transport(), updated(Tcp.checksum(transport()), former, address));
        } else if (isUdp() && Udp.checksum(transport()) != 0) {
            int checksum = updated(Udp.checksum(transport()), former, address);
            // RFC 768: 0 says that there is none, so a computed 0 is sent as its other form.
            Udp.checksum(transport(), checksum == 0 ? 0xffff : checksum);
        }
    }

    /** RFC 1624, equation 3: HC' = ~(~HC + ~m + m'), for the two 16-bit halves of an address. */
    private static int updated(int checksum, int former, int address) {
        long sum = (~checksum & 0xffff) + (~(former >>> 16) & 0xffff) + (~former & 0xffff)
                + (address >>> 16) + (address & 0xffff);
        return Checksum.fold(sum);
    }

    private long ipv4() {
        return frame + Ethernet.LENGTH_BYTES;
    }

    private long transport() {
        return ipv4() + Ipv4.lengthBytes(ipv4());
    }

    /** Bytes of transport header and payload that the frame really holds; none in a fragment without that header. */
    private int transportBytes() {
        return Ipv4.isLaterFragment(ipv4()) ? 0
                : lengthBytes - Ethernet.LENGTH_BYTES - Ipv4.lengthBytes(ipv4());
    }
}
