package okko.external.sample;

import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;

/** Names a connection, the same for both directions: its two endpoints, the lower one first. One per thread. */
final class ConnectionKey {

    private static final long UNSIGNED_INT = 0xffff_ffffL;

    private long addresses;
    private int ports;
    private boolean sourceIsLower;

    /**
     * Takes the key of a segment.
     *
     * @param segment of the connection
     */
    void of(Segment segment) {
        long sourceAddress = Ipv4.source(segment.ip()) & UNSIGNED_INT;
        long destinationAddress = Ipv4.destination(segment.ip()) & UNSIGNED_INT;
        int sourcePort = Tcp.sourcePort(segment.tcp());
        int destinationPort = Tcp.destinationPort(segment.tcp());
        sourceIsLower = (sourceAddress << 16 | sourcePort) < (destinationAddress << 16 | destinationPort);
        addresses = sourceIsLower
                ? sourceAddress << 32 | destinationAddress
                : destinationAddress << 32 | sourceAddress;
        ports = sourceIsLower ? sourcePort << 16 | destinationPort : destinationPort << 16 | sourcePort;
    }

    /** {@return the lower endpoint's address in the upper half, the higher one's in the lower half} */
    long addresses() {
        return addresses;
    }

    /** {@return the lower endpoint's port in the upper half, the higher one's in the lower half} */
    int ports() {
        return ports;
    }

    /** {@return true if the sender is the lower endpoint} */
    boolean sourceIsLower() {
        return sourceIsLower;
    }
}
