package okko.switchd.openflow.text;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldText;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;

/** A frame as one line: what kind of packet it is, its fields, and the checksum of its transport header. */
final class FrameText {

    private static final List<String> TCP_FLAGS =
            List.of("fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns");

    private final byte[] frame;
    private final long[] key;
    private final int transportOffset;
    private final StringJoiner words = new StringJoiner(",");

    private FrameText(byte[] frame, Packet parsed) {
        this.frame = frame;
        key = parsed.key.clone();
        transportOffset = parsed.transportOffset;
    }

    /**
     * Writes a frame.
     *
     * @param frame at least its beginning
     * @return the line, without its end
     */
    static String print(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            // A parser that looks for a header may read a few bytes behind the frame's end.
            MemorySegment memory = arena.allocate(frame.length + 128L, Long.BYTES);
            MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
            Packet packet = new Packet();
            packet.address = memory.address();
            packet.lengthBytes = frame.length;
            FlowKeyParser.parse(packet);
            return new FrameText(frame, packet).print();
        }
    }

    private String print() {
        int type = number(Field.DL_TYPE);
        int protocol = number(Field.NW_PROTO);
        String kind = kind(type, protocol);
        if (!kind.isEmpty()) {
            words.add(kind);
        }
        addVlan();
        add(Field.DL_SRC);
        add(Field.DL_DST);
        switch (type) {
            case Ethernet.TYPE_IPV4 -> {
                add(Field.NW_SRC);
                add(Field.NW_DST);
                addNetwork(kind.equals("ip"));
            }
            case Ethernet.TYPE_IPV6 -> {
                add(Field.IPV6_SRC);
                add(Field.IPV6_DST);
                add(Field.IPV6_LABEL);
                addNetwork(kind.equals("ipv6"));
            }
            case Ethernet.TYPE_ARP, Ethernet.TYPE_RARP -> {
                for (Field field : List.of(Field.ARP_SPA, Field.ARP_TPA, Field.ARP_OP, Field.ARP_SHA, Field.ARP_THA)) {
                    add(field);
                }
            }
            case Ethernet.TYPE_MPLS, Ethernet.TYPE_MPLS_MULTICAST -> {
                for (Field field : List.of(Field.MPLS_LABEL, Field.MPLS_TC, Field.MPLS_TTL, Field.MPLS_BOS)) {
                    add(field);
                }
            }
            default -> add(Field.DL_TYPE);
        }
        return words + addTransport(type, protocol);
    }

    private static String kind(int type, int protocol) {
        return switch (type) {
            case Ethernet.TYPE_IPV4 -> switch (protocol) {
                case Ipv4.PROTOCOL_TCP -> "tcp";
                case Ipv4.PROTOCOL_UDP -> "udp";
                case Ipv4.PROTOCOL_SCTP -> "sctp";
                case Ipv4.PROTOCOL_ICMP -> "icmp";
                default -> "ip";
            };
            case Ethernet.TYPE_IPV6 -> switch (protocol) {
                case Ipv4.PROTOCOL_TCP -> "tcp6";
                case Ipv4.PROTOCOL_UDP -> "udp6";
                case Ipv4.PROTOCOL_SCTP -> "sctp6";
                case Ipv6.PROTOCOL_ICMPV6 -> "icmp6";
                default -> "ipv6";
            };
            case Ethernet.TYPE_ARP -> "arp";
            case Ethernet.TYPE_RARP -> "rarp";
            case Ethernet.TYPE_MPLS -> "mpls";
            case Ethernet.TYPE_MPLS_MULTICAST -> "mplsm";
            default -> "";
        };
    }

    private int number(Field field) {
        return (int) field.read(key).low();
    }

    private void add(Field field) {
        words.add(FieldText.print(field, key));
    }

    private void addVlan() {
        if ((number(Field.VLAN_TCI) & FlowKey.VLAN_PRESENT) == 0) {
            words.add("vlan_tci=0x0000");
            return;
        }
        add(Field.DL_VLAN);
        add(Field.DL_VLAN_PCP);
        if ((number(Field.VLAN_TCI1) & FlowKey.VLAN_PRESENT) == 0) {
            words.add("vlan_tci1=0x0000");
        } else {
            add(Field.DL_VLAN1);
            add(Field.DL_VLAN_PCP1);
        }
    }

    private void addNetwork(boolean isProtocolShown) {
        if (isProtocolShown) {
            add(Field.NW_PROTO);
        }
        add(Field.NW_TOS);
        add(Field.NW_ECN);
        add(Field.NW_TTL);
        words.add("nw_frag=" + switch (number(Field.IP_FRAG)) {
            case 0 -> "no";
            case FlowKey.FRAGMENT_ANY -> "first";
            default -> "later";
        });
    }

    /** Adds the ports, and returns what stands behind the fields. */
    private String addTransport(int type, int protocol) {
        boolean isNetwork = type == Ethernet.TYPE_IPV4 || type == Ethernet.TYPE_IPV6;
        if (!isNetwork || transportOffset == 0 || (number(Field.IP_FRAG) & FlowKey.FRAGMENT_LATER) != 0) {
            return "";
        }
        boolean isFirst = type == Ethernet.TYPE_IPV4;
        if (protocol == Ipv4.PROTOCOL_ICMP && isFirst) {
            words.add("icmp_type=" + number(Field.TP_SRC)).add("icmp_code=" + number(Field.TP_DST));
            return checksum(" icmp_csum:", 2, Short.BYTES);
        }
        if (protocol == Ipv6.PROTOCOL_ICMPV6 && !isFirst) {
            words.add("icmp_type=" + number(Field.TP_SRC)).add("icmp_code=" + number(Field.TP_DST));
            return checksum(" icmp6_csum:", 2, Short.BYTES);
        }
        if (protocol != Ipv4.PROTOCOL_TCP && protocol != Ipv4.PROTOCOL_UDP && protocol != Ipv4.PROTOCOL_SCTP) {
            return "";
        }
        words.add("tp_src=" + number(Field.TP_SRC)).add("tp_dst=" + number(Field.TP_DST));
        return switch (protocol) {
            case Ipv4.PROTOCOL_TCP -> {
                words.add("tcp_flags=" + tcpFlags(number(Field.TCP_FLAGS)));
                yield checksum(" tcp_csum:", 16, Short.BYTES);
            }
            case Ipv4.PROTOCOL_UDP -> checksum(" udp_csum:", 6, Short.BYTES);
            default -> checksum(" sctp_csum:", 8, Integer.BYTES);
        };
    }

    private static String tcpFlags(int flags) {
        List<String> set = new ArrayList<>();
        for (int bit = 0; bit < TCP_FLAGS.size(); bit++) {
            if ((flags >>> bit & 1) != 0) {
                set.add(TCP_FLAGS.get(bit));
            }
        }
        return set.isEmpty() ? "0" : String.join("|", set);
    }

    private String checksum(String name, int offset, int bytes) {
        int at = transportOffset + offset;
        if (at + bytes > frame.length) {
            return "";
        }
        ByteBuffer header = ByteBuffer.wrap(frame);
        long sum = bytes == Short.BYTES ? Short.toUnsignedInt(header.getShort(at))
                : Integer.toUnsignedLong(header.getInt(at));
        return name + Long.toHexString(sum);
    }
}
