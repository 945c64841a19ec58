package okko.switchd.trace;

import java.io.ByteArrayOutputStream;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;

/**
 * Makes a frame of header fields: the shortest one that has these, with right lengths, and sums where they are needed.
 * What no frame can say, such as registers, is left out.
 */
final class FrameComposer {

    private static final int TAG_TYPE = 0x8100;
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int PROTOCOL_ICMPV6 = 58;
    private static final int PROTOCOL_FRAGMENT = 44;
    private static final int ND_SOLICITATION = 135;
    private static final int ND_ADVERTISEMENT = 136;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int LATER_OFFSET = 8; // in units of 8 bytes
    private static final int END_OF_STACK = 0x100;

    private final long[] key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private FrameComposer(long[] key) {
        this.key = key;
    }

    /** {@return the frame of a packet with this key} */
    static byte[] frame(long[] key) {
        FrameComposer composer = new FrameComposer(key);
        composer.ethernet();
        return composer.bytes.toByteArray();
    }

    private long value(Field field) {
        return field.read(key).low();
    }

    private FrameComposer put(long value, int count) {
        for (int shift = Byte.SIZE * (count - 1); shift >= 0; shift -= Byte.SIZE) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    private FrameComposer put(Field field, int count) {
        if (count > Long.BYTES) {
            put(field.read(key).high(), count - Long.BYTES);
        }
        return put(value(field), Math.min(count, Long.BYTES));
    }

    private void ethernet() {
        put(Field.DL_DST, 6).put(Field.DL_SRC, 6);
        for (Field tag : new Field[] {Field.VLAN_TCI, Field.VLAN_TCI1}) {
            if ((value(tag) & FlowKey.VLAN_PRESENT) != 0) {
                put(TAG_TYPE, 2).put(value(tag) & ~FlowKey.VLAN_PRESENT, 2);
            }
        }
        int type = (int) value(Field.DL_TYPE);
        if (type == FlowKey.TYPE_NONE) {
            put(0, 2); // a length
            return;
        }
        put(type, 2);
        switch (type) {
            case Ethernet.TYPE_IPV4 -> ipv4();
            case Ethernet.TYPE_IPV6 -> ipv6();
            case Ethernet.TYPE_ARP, Ethernet.TYPE_RARP -> put(1, 2).put(Ethernet.TYPE_IPV4, 2).put(6, 1).put(4, 1)
                    .put(Field.ARP_OP, 2).put(Field.ARP_SHA, 6).put(Field.ARP_SPA, 4).put(Field.ARP_THA, 6)
                    .put(Field.ARP_TPA, 4);
            case Ethernet.TYPE_MPLS, Ethernet.TYPE_MPLS_MULTICAST -> labels();
            default -> {
                // No field is read from there.
            }
        }
    }

    private void labels() {
        long entry = value(Field.MPLS_LABEL) << 12 | value(Field.MPLS_TC) << 9 | value(Field.MPLS_BOS) << 8
                | value(Field.MPLS_TTL);
        put(entry, 4);
        if (value(Field.MPLS_BOS) == 0) {
            put(Field.MPLS_LSE1, 4);
            if ((value(Field.MPLS_LSE1) & END_OF_STACK) == 0) {
                put(value(Field.MPLS_LSE2) | END_OF_STACK, 4);
            }
        }
    }

    private int trafficClass() {
        return (int) (value(Field.NW_TOS) | value(Field.NW_ECN));
    }

    private boolean isFragment() {
        return (value(Field.IP_FRAG) & FlowKey.FRAGMENT_ANY) != 0;
    }

    private boolean isLater() {
        return (value(Field.IP_FRAG) & FlowKey.FRAGMENT_LATER) != 0;
    }

    private void ipv4() {
        byte[] content = transport();
        int fragment = !isFragment() ? 0 : isLater() ? LATER_OFFSET : MORE_FRAGMENTS;
        FrameComposer header = new FrameComposer(key).put(0x45, 1).put(trafficClass(), 1)
                .put(IPV4_HEADER_BYTES + content.length, 2).put(0, 2).put(fragment, 2).put(Field.NW_TTL, 1)
                .put(Field.NW_PROTO, 1).put(0, 2).put(Field.NW_SRC, 4).put(Field.NW_DST, 4);
        byte[] whole = header.bytes.toByteArray();
        putSum(whole, 10, sum(whole, 0));
        bytes.writeBytes(whole);
        bytes.writeBytes(content);
    }

    private void ipv6() {
        byte[] content = transport();
        int fragmentBytes = isFragment() ? 8 : 0;
        put(6L << 28 | (long) trafficClass() << 20 | value(Field.IPV6_LABEL), 4);
        put(fragmentBytes + content.length, 2);
        put(isFragment() ? PROTOCOL_FRAGMENT : value(Field.NW_PROTO), 1).put(Field.NW_TTL, 1);
        put(Field.IPV6_SRC, 16).put(Field.IPV6_DST, 16);
        if (isFragment()) {
            put(Field.NW_PROTO, 1).put(0, 1).put(isLater() ? LATER_OFFSET << 3 : 1, 2).put(0, 4);
        }
        bytes.writeBytes(content);
    }

    /** What is behind the network header; nothing of a later fragment is known. */
    private byte[] transport() {
        FrameComposer content = new FrameComposer(key);
        int protocol = (int) value(Field.NW_PROTO);
        int sumOffset = switch (isLater() ? 0 : protocol) {
            case Ipv4.PROTOCOL_TCP -> {
                content.put(Field.TP_SRC, 2).put(Field.TP_DST, 2).put(0, 8)
                        .put(5L << 12 | value(Field.TCP_FLAGS), 2).put(0, 6);
                yield 16;
            }
            case Ipv4.PROTOCOL_UDP -> {
                content.put(Field.TP_SRC, 2).put(Field.TP_DST, 2).put(8, 2).put(0, 2);
                yield 6;
            }
            case Ipv4.PROTOCOL_SCTP -> {
                content.put(Field.TP_SRC, 2).put(Field.TP_DST, 2).put(0, 8);
                yield -1; // a CRC, which no action changes
            }
            case Ipv4.PROTOCOL_ICMP -> {
                content.put(Field.TP_SRC, 1).put(Field.TP_DST, 1).put(0, 6);
                yield 2;
            }
            case PROTOCOL_ICMPV6 -> {
                content.neighbourDiscovery();
                yield 2;
            }
            default -> -1;
        };
        byte[] whole = content.bytes.toByteArray();
        if (sumOffset > 0) {
            long pseudoHeader = protocol == Ipv4.PROTOCOL_ICMP ? 0 : pseudoHeader(protocol, whole.length);
            putSum(whole, sumOffset, sum(whole, pseudoHeader));
        }
        return whole;
    }

    private void neighbourDiscovery() {
        int type = (int) value(Field.TP_SRC);
        put(type, 1).put(Field.TP_DST, 1).put(0, 6);
        if (type == ND_SOLICITATION || type == ND_ADVERTISEMENT) {
            put(Field.ND_TARGET, 16);
            Field option = type == ND_SOLICITATION ? Field.ND_SLL : Field.ND_TLL;
            if (value(option) != 0) {
                put(type == ND_SOLICITATION ? 1 : 2, 1).put(1, 1).put(option, 6);
            }
        }
    }

    private long pseudoHeader(int protocol, int lengthBytes) {
        FrameComposer header = new FrameComposer(key);
        if (value(Field.DL_TYPE) == Ethernet.TYPE_IPV4) {
            header.put(Field.NW_SRC, 4).put(Field.NW_DST, 4);
        } else {
            header.put(Field.IPV6_SRC, 16).put(Field.IPV6_DST, 16);
        }
        return ~sum(header.bytes.toByteArray(), protocol + lengthBytes) & 0xffff;
    }

    /** The Internet checksum (RFC 1071) of an even number of bytes. */
    private static int sum(byte[] bytes, long start) {
        long sum = start;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) (~sum & 0xffff);
    }

    private static void putSum(byte[] bytes, int at, int sum) {
        bytes[at] = (byte) (sum >>> 8);
        bytes[at + 1] = (byte) sum;
    }
}
