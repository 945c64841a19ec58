package okko.switchd.parse;

import java.nio.ByteBuffer;
import java.util.Set;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;

/**
 * Parses a frame the slow way: a buffer that knows its end is narrowed from header to header, and fields are put where
 * the table of fields says. Written from the RFCs and from ovs-fields(7).
 */
public final class ReferenceParser {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int AUTHENTICATION = 51;
    private static final int FRAGMENT = 44;

    /** Hop-by-hop options, routing, fragment, authentication, destination options. */
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, FRAGMENT, AUTHENTICATION, 60);

    private final long[] key = new long[FlowKey.WORDS];
    private final ByteBuffer rest;
    private int networkOffset;
    private int transportOffset;

    /** Parses a frame. */
    public ReferenceParser(byte[] frame, int inPort, long metadata) {
        rest = ByteBuffer.wrap(frame);
        set(Field.IN_PORT, inPort);
        set(Field.METADATA, metadata);
        if (frame.length >= 14) {
            ethernet();
        }
    }

    public long[] key() {
        return key;
    }

    /** Where what the EtherType names begins; 0 if the frame is too short. */
    public int networkOffset() {
        return networkOffset;
    }

    /** Where the transport header begins; 0 if there is none. */
    public int transportOffset() {
        return transportOffset;
    }

    private void ethernet() {
        set(Field.DL_DST, take(6));
        set(Field.DL_SRC, take(6));
        int type = (int) take(2);
        for (Field tag : new Field[] {Field.VLAN_TCI, Field.VLAN_TCI1}) {
            if (Set.of(0x8100, 0x88a8).contains(type) && rest.remaining() >= 4) {
                set(tag, take(2) | 0x1000);
                type = (int) take(2);
            }
        }
        if (type < 1536) {
            type = typeOfSnap();
        }
        set(Field.DL_TYPE, type);
        networkOffset = rest.position();
        switch (type) {
            case 0x0800 -> ipv4();
            case 0x86dd -> ipv6();
            case 0x0806, 0x8035 -> arp();
            case 0x8847, 0x8848 -> mpls();
            default -> {
                // no fields
            }
        }
    }

    private int typeOfSnap() {
        if (rest.remaining() < 8 || peek(0, 6) != 0xaaaa03000000L || peek(6, 2) < 1536) {
            return 0x05ff;
        }
        take(6);
        return (int) take(2);
    }

    private void ipv4() {
        if (rest.remaining() < 20 || peek(0, 1) >> 4 != 4) {
            return;
        }
        int headerBytes = (int) (peek(0, 1) & 15) * 4;
        int totalBytes = (int) peek(2, 2);
        if (headerBytes < 20 || totalBytes < headerBytes || totalBytes > rest.remaining()) {
            return;
        }
        narrow(totalBytes);
        set(Field.NW_TOS, peek(1, 1) & 0xfc);
        set(Field.NW_ECN, peek(1, 1) & 3);
        set(Field.NW_TTL, peek(8, 1));
        set(Field.NW_PROTO, peek(9, 1));
        set(Field.NW_SRC, peek(12, 4));
        set(Field.NW_DST, peek(16, 4));
        boolean hasMore = (peek(6, 1) & 0x20) != 0;
        boolean isFirst = peek(6, 2) % 8192 == 0;
        set(Field.IP_FRAG, !isFirst ? 3 : hasMore ? 1 : 0);
        int protocol = (int) peek(9, 1);
        skip(headerBytes);
        if (isFirst && protocol == ICMP && rest.remaining() >= 8) {
            icmp();
        } else if (isFirst) {
            ports(protocol);
        }
    }

    private void ipv6() {
        if (rest.remaining() < 40 || peek(0, 1) >> 4 != 6 || peek(4, 2) > rest.remaining() - 40) {
            return;
        }
        narrow(40 + (int) peek(4, 2));
        long trafficClass = peek(0, 4) >> 20 & 255;
        set(Field.NW_TOS, trafficClass & 0xfc);
        set(Field.NW_ECN, trafficClass & 3);
        set(Field.IPV6_LABEL, peek(0, 4) & 0xfffff);
        set(Field.NW_TTL, peek(7, 1));
        set(Field.IPV6_SRC, new FieldValue(peek(8, 8), peek(16, 8)));
        set(Field.IPV6_DST, new FieldValue(peek(24, 8), peek(32, 8)));
        int protocol = (int) peek(6, 1);
        skip(40);
        int left = 16;
        while (left-- > 0 && EXTENSIONS.contains(protocol) && rest.remaining() >= 8) {
            int bytes = switch (protocol) {
                case FRAGMENT -> 8;
                case AUTHENTICATION -> 4 * (int) peek(1, 1) + 8;
                default -> 8 * (int) peek(1, 1) + 8;
            };
            if (bytes > rest.remaining()) {
                break;
            }
            if (protocol == FRAGMENT && peek(2, 2) >> 3 != 0) {
                set(Field.IP_FRAG, 3);
                break;
            }
            if (protocol == FRAGMENT && peek(2, 2) % 2 == 1) {
                set(Field.IP_FRAG, 1);
            }
            protocol = (int) peek(0, 1);
            skip(bytes);
        }
        set(Field.NW_PROTO, protocol);
        if (protocol == ICMPV6 && rest.remaining() >= 8) {
            icmp();
            neighbourDiscovery();
        } else {
            ports(protocol);
        }
    }

    private void ports(int protocol) {
        int headerBytes = switch (protocol) {
            case TCP -> 20;
            case UDP -> 8;
            case SCTP -> 12;
            default -> Integer.MAX_VALUE;
        };
        if (rest.remaining() < headerBytes) {
            return;
        }
        transportOffset = rest.position();
        set(Field.TP_SRC, peek(0, 2));
        set(Field.TP_DST, peek(2, 2));
        if (protocol == TCP) {
            set(Field.TCP_FLAGS, peek(12, 2) & 0xfff);
        }
    }

    private void icmp() {
        transportOffset = rest.position();
        set(Field.ICMP_TYPE, peek(0, 1));
        set(Field.ICMP_CODE, peek(1, 1));
    }

    private void neighbourDiscovery() {
        int type = (int) peek(0, 1);
        if (type != 135 && type != 136 || peek(1, 1) != 0 || rest.remaining() < 24) {
            return;
        }
        set(Field.ND_TARGET, new FieldValue(peek(8, 8), peek(16, 8)));
        skip(24);
        int wanted = type == 135 ? 1 : 2;
        int left = 16;
        while (left-- > 0 && rest.remaining() >= 8 && peek(1, 1) > 0 && peek(1, 1) * 8 <= rest.remaining()) {
            if (peek(0, 1) == wanted && peek(1, 1) == 1) {
                set(type == 135 ? Field.ND_SLL : Field.ND_TLL, peek(2, 6));
                return;
            }
            skip((int) peek(1, 1) * 8);
        }
    }

    private void arp() {
        if (rest.remaining() < 28 || peek(0, 6) != 0x0001_0800_0604L) {
            return;
        }
        long operation = peek(6, 2);
        set(Field.ARP_OP, operation > 255 ? 0 : operation);
        set(Field.ARP_SHA, peek(8, 6));
        set(Field.ARP_SPA, peek(14, 4));
        set(Field.ARP_THA, peek(18, 6));
        set(Field.ARP_TPA, peek(24, 4));
    }

    private void mpls() {
        boolean isLast = false;
        for (int i = 0; i < 3 && !isLast && rest.remaining() >= 4; i++) {
            long entry = take(4);
            isLast = (entry >> 8 & 1) == 1;
            switch (i) {
                case 0 -> {
                    set(Field.MPLS_LABEL, entry >> 12);
                    set(Field.MPLS_TC, entry >> 9 & 7);
                    set(Field.MPLS_BOS, entry >> 8 & 1);
                    set(Field.MPLS_TTL, entry & 255);
                }
                case 1 -> set(Field.MPLS_LSE1, entry);
                case 2 -> set(Field.MPLS_LSE2, entry);
                default -> throw new AssertionError(i);
            }
        }
    }

    /** An unsigned number that stands some bytes ahead. */
    private long peek(int ahead, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | rest.get(rest.position() + ahead + i) & 255;
        }
        return number;
    }

    private long take(int bytes) {
        long number = peek(0, bytes);
        skip(bytes);
        return number;
    }

    private void skip(int bytes) {
        rest.position(rest.position() + bytes);
    }

    private void narrow(int remainingBytes) {
        rest.limit(rest.position() + remainingBytes);
    }

    private void set(Field field, long value) {
        set(field, FieldValue.of(value));
    }

    private void set(Field field, FieldValue value) {
        field.write(key, value, field.exactMask());
    }
}
