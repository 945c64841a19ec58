package okko.switchd.flow;

import static okko.switchd.flow.FieldAccess.INTERNAL;
import static okko.switchd.flow.FieldAccess.READ_ONLY;
import static okko.switchd.flow.FieldAccess.READ_WRITE;
import static okko.switchd.flow.FlowKey.ADDRESSES;
import static okko.switchd.flow.FlowKey.DESTINATION_AND_TYPE;
import static okko.switchd.flow.FlowKey.DESTINATION_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.ETHERNET_ADDRESS_SHIFT;
import static okko.switchd.flow.FlowKey.INNER_VLAN_AND_MPLS;
import static okko.switchd.flow.FlowKey.INNER_VLAN_SHIFT;
import static okko.switchd.flow.FlowKey.IN_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.MARK_AND_PASS;
import static okko.switchd.flow.FlowKey.MARK_SHIFT;
import static okko.switchd.flow.FlowKey.MPLS;
import static okko.switchd.flow.FlowKey.PORT_AND_NETWORK;
import static okko.switchd.flow.FlowKey.PROTOCOL_SHIFT;
import static okko.switchd.flow.FlowKey.REGISTERS;
import static okko.switchd.flow.FlowKey.SECOND_LABEL_SHIFT;
import static okko.switchd.flow.FlowKey.SENDER_HARDWARE;
import static okko.switchd.flow.FlowKey.SOURCE_ADDRESS_SHIFT;
import static okko.switchd.flow.FlowKey.SOURCE_AND_VLAN;
import static okko.switchd.flow.FlowKey.SOURCE_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.TARGET_HARDWARE;
import static okko.switchd.flow.FlowKey.TCP_FLAGS_SHIFT;
import static okko.switchd.flow.FlowKey.TIME_TO_LIVE_SHIFT;
import static okko.switchd.flow.FlowKey.TRANSPORT;
import static okko.switchd.flow.FlowKey.TYPE_OF_SERVICE_SHIFT;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a packet: names, place in the key, what must be matched besides, text form, and whether an action may
 * write them. Names, forms and access are those of ovs-fields(7); {@link FieldCode} has their codes on the wire.
 *
 * <p>Several fields may view the same bits: {@code dl_vlan} is a part of {@code vlan_tci}, and what {@code tp_src} is
 * for TCP is {@code icmp_type} for ICMP. The order is the one in which a match is printed; where several fields view
 * the same bits, the first whose prerequisite holds is printed.
 */
public enum Field {
    /** Mark that goes along with a packet from program to program and to the kernel. */
    PKT_MARK(MARK_AND_PASS, MARK_SHIFT, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "pkt_mark"),
    /** Number of the continuation that a packet is looked up for; 0 when it has just come in. */
    PASS(MARK_AND_PASS, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, INTERNAL, "recirc_id"),
    /** Register 0. */
    REG0(REGISTERS, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg0"),
    /** Register 1. */
    REG1(REGISTERS, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg1"),
    /** Register 2. */
    REG2(REGISTERS + 1, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg2"),
    /** Register 3. */
    REG3(REGISTERS + 1, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg3"),
    /** Register 4. */
    REG4(REGISTERS + 2, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg4"),
    /** Register 5. */
    REG5(REGISTERS + 2, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg5"),
    /** Register 6. */
    REG6(REGISTERS + 3, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg6"),
    /** Register 7. */
    REG7(REGISTERS + 3, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg7"),
    /** Register 8. */
    REG8(REGISTERS + 4, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg8"),
    /** Register 9. */
    REG9(REGISTERS + 4, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg9"),
    /** Register 10. */
    REG10(REGISTERS + 5, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg10"),
    /** Register 11. */
    REG11(REGISTERS + 5, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg11"),
    /** Register 12. */
    REG12(REGISTERS + 6, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg12"),
    /** Register 13. */
    REG13(REGISTERS + 6, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg13"),
    /** Register 14. */
    REG14(REGISTERS + 7, Integer.SIZE, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg14"),
    /** Register 15. */
    REG15(REGISTERS + 7, 0, 32, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "reg15"),
    /** Registers 0 and 1. */
    XREG0(REGISTERS, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg0"),
    /** Registers 2 and 3. */
    XREG1(REGISTERS + 1, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg1"),
    /** Registers 4 and 5. */
    XREG2(REGISTERS + 2, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg2"),
    /** Registers 6 and 7. */
    XREG3(REGISTERS + 3, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg3"),
    /** Registers 8 and 9. */
    XREG4(REGISTERS + 4, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg4"),
    /** Registers 10 and 11. */
    XREG5(REGISTERS + 5, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg5"),
    /** Registers 12 and 13. */
    XREG6(REGISTERS + 6, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg6"),
    /** Registers 14 and 15. */
    XREG7(REGISTERS + 7, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xreg7"),
    /** Registers 0 to 3. */
    XXREG0(REGISTERS, 0, 128, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xxreg0"),
    /** Registers 4 to 7. */
    XXREG1(REGISTERS + 2, 0, 128, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xxreg1"),
    /** Registers 8 to 11. */
    XXREG2(REGISTERS + 4, 0, 128, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xxreg2"),
    /** Registers 12 to 15. */
    XXREG3(REGISTERS + 6, 0, 128, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "xxreg3"),
    /** Metadata: in Okko also the result that an external processor returned the packet with. */
    METADATA(FlowKey.METADATA, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, READ_WRITE, "metadata"),
    /** Port that the packet came in by. */
    IN_PORT(PORT_AND_NETWORK, IN_PORT_SHIFT, 32, Prerequisite.NONE, TextForm.PORT, READ_WRITE,
            "in_port", "in_port_oxm"),
    /** VLAN id of a tagged frame. */
    DL_VLAN(SOURCE_AND_VLAN, 0, 12, Prerequisite.NONE, TextForm.DECIMAL, READ_WRITE, "dl_vlan") {
        @Override
        public long impliedBits() {
            return FlowKey.VLAN_PRESENT;
        }
    },
    /** VLAN priority of a tagged frame. */
    DL_VLAN_PCP(SOURCE_AND_VLAN, 13, 3, Prerequisite.NONE, TextForm.DECIMAL, READ_WRITE, "dl_vlan_pcp", "vlan_pcp") {
        @Override
        public long impliedBits() {
            return FlowKey.VLAN_PRESENT;
        }
    },
    /** VLAN tag as a whole; 0 for an untagged frame, bit {@link FlowKey#VLAN_PRESENT} for a tagged one. */
    VLAN_TCI(SOURCE_AND_VLAN, 0, 16, Prerequisite.NONE, TextForm.HEXADECIMAL_16, READ_WRITE, "vlan_tci"),
    /** VLAN id and above it {@link FlowKey#VLAN_PRESENT}, as OpenFlow 1.2 and later have it. */
    VLAN_VID(SOURCE_AND_VLAN, 0, 13, Prerequisite.NONE, TextForm.HEXADECIMAL_16, READ_WRITE, "vlan_vid"),
    /** VLAN id of the inner of two tags. */
    DL_VLAN1(INNER_VLAN_AND_MPLS, INNER_VLAN_SHIFT, 12, Prerequisite.NONE, TextForm.DECIMAL, READ_ONLY, "dl_vlan1") {
        @Override
        public long impliedBits() {
            return (long) FlowKey.VLAN_PRESENT << INNER_VLAN_SHIFT;
        }
    },
    /** VLAN priority of the inner of two tags. */
    DL_VLAN_PCP1(INNER_VLAN_AND_MPLS, INNER_VLAN_SHIFT + 13, 3, Prerequisite.NONE, TextForm.DECIMAL, READ_ONLY,
            "dl_vlan_pcp1") {
        @Override
        public long impliedBits() {
            return (long) FlowKey.VLAN_PRESENT << INNER_VLAN_SHIFT;
        }
    },
    /** The inner of two tags as a whole; 0 for a frame with fewer. */
    VLAN_TCI1(INNER_VLAN_AND_MPLS, INNER_VLAN_SHIFT, 16, Prerequisite.NONE, TextForm.HEXADECIMAL_16, READ_ONLY,
            "vlan_tci1"),
    /** Ethernet source. */
    DL_SRC(SOURCE_AND_VLAN, ETHERNET_ADDRESS_SHIFT, 48, Prerequisite.NONE, TextForm.ETHERNET, READ_WRITE,
            "dl_src", "eth_src"),
    /** Ethernet destination. */
    DL_DST(DESTINATION_AND_TYPE, ETHERNET_ADDRESS_SHIFT, 48, Prerequisite.NONE, TextForm.ETHERNET, READ_WRITE,
            "dl_dst", "eth_dst"),
    /** EtherType behind the VLAN tags. */
    DL_TYPE(DESTINATION_AND_TYPE, 0, 16, Prerequisite.NONE, TextForm.HEXADECIMAL_16, READ_ONLY, "dl_type", "eth_type"),
    /** IPv4 source. */
    NW_SRC(ADDRESSES, SOURCE_ADDRESS_SHIFT, 32, Prerequisite.IPV4, TextForm.IPV4, READ_WRITE, "nw_src", "ip_src"),
    /** IPv4 destination. */
    NW_DST(ADDRESSES, 0, 32, Prerequisite.IPV4, TextForm.IPV4, READ_WRITE, "nw_dst", "ip_dst"),
    /** IPv6 source. */
    IPV6_SRC(FlowKey.IPV6_SOURCE, 0, 128, Prerequisite.IPV6, TextForm.IPV6, READ_WRITE, "ipv6_src"),
    /** IPv6 destination. */
    IPV6_DST(FlowKey.IPV6_DESTINATION, 0, 128, Prerequisite.IPV6, TextForm.IPV6, READ_WRITE, "ipv6_dst"),
    /** IPv6 flow label. */
    IPV6_LABEL(FlowKey.IPV6_LABEL, 0, 20, Prerequisite.IPV6, TextForm.HEXADECIMAL_20, READ_WRITE, "ipv6_label"),
    /** ARP sender address. */
    ARP_SPA(ADDRESSES, SOURCE_ADDRESS_SHIFT, 32, Prerequisite.ARP, TextForm.IPV4, READ_WRITE, "arp_spa"),
    /** ARP target address. */
    ARP_TPA(ADDRESSES, 0, 32, Prerequisite.ARP, TextForm.IPV4, READ_WRITE, "arp_tpa"),
    /** IP protocol; of IPv6, the one behind the extension headers. */
    NW_PROTO(PORT_AND_NETWORK, PROTOCOL_SHIFT, 8, Prerequisite.IP_ANY, TextForm.DECIMAL, READ_ONLY,
            "nw_proto", "ip_proto"),
    /** ARP operation, 1 request, 2 reply. */
    ARP_OP(PORT_AND_NETWORK, PROTOCOL_SHIFT, 8, Prerequisite.ARP, TextForm.DECIMAL, READ_WRITE, "arp_op"),
    /** ARP sender hardware address. */
    ARP_SHA(SENDER_HARDWARE, 0, 48, Prerequisite.ARP, TextForm.ETHERNET, READ_WRITE, "arp_sha"),
    /** ARP target hardware address. */
    ARP_THA(TARGET_HARDWARE, 0, 48, Prerequisite.ARP, TextForm.ETHERNET, READ_WRITE, "arp_tha"),
    /** Type-of-service byte without its two low bits, which are {@link #NW_ECN}. */
    NW_TOS(PORT_AND_NETWORK, TYPE_OF_SERVICE_SHIFT, 8, Prerequisite.IP_ANY, TextForm.TYPE_OF_SERVICE, READ_WRITE,
            "nw_tos") {
        @Override
        public FieldValue exactMask() {
            return FieldValue.of(0xfc);
        }
    },
    /** DSCP. */
    IP_DSCP(PORT_AND_NETWORK, TYPE_OF_SERVICE_SHIFT + 2, 6, Prerequisite.IP_ANY, TextForm.DECIMAL, READ_WRITE,
            "ip_dscp", "nw_tos_shifted"),
    /** ECN. */
    NW_ECN(PORT_AND_NETWORK, TYPE_OF_SERVICE_SHIFT, 2, Prerequisite.IP_ANY, TextForm.DECIMAL, READ_WRITE,
            "nw_ecn", "ip_ecn"),
    /** Time to live; hop limit. */
    NW_TTL(PORT_AND_NETWORK, TIME_TO_LIVE_SHIFT, 8, Prerequisite.IP_ANY, TextForm.DECIMAL, READ_WRITE, "nw_ttl"),
    /** Label of the outermost MPLS label stack entry. */
    MPLS_LABEL(INNER_VLAN_AND_MPLS, 12, 20, Prerequisite.MPLS, TextForm.DECIMAL, READ_WRITE, "mpls_label"),
    /** Traffic class of the outermost MPLS label stack entry. */
    MPLS_TC(INNER_VLAN_AND_MPLS, 9, 3, Prerequisite.MPLS, TextForm.DECIMAL, READ_WRITE, "mpls_tc"),
    /** Time to live of the outermost MPLS label stack entry. */
    MPLS_TTL(INNER_VLAN_AND_MPLS, 0, 8, Prerequisite.MPLS, TextForm.DECIMAL, READ_WRITE, "mpls_ttl"),
    /** Whether the outermost MPLS label stack entry is the only one. */
    MPLS_BOS(INNER_VLAN_AND_MPLS, 8, 1, Prerequisite.MPLS, TextForm.DECIMAL, READ_ONLY, "mpls_bos"),
    /** Second MPLS label stack entry as a whole. */
    MPLS_LSE1(MPLS, SECOND_LABEL_SHIFT, 32, Prerequisite.MPLS, TextForm.HEXADECIMAL, READ_ONLY, "mpls_lse1"),
    /** Third MPLS label stack entry as a whole. */
    MPLS_LSE2(MPLS, 0, 32, Prerequisite.MPLS, TextForm.HEXADECIMAL, READ_ONLY, "mpls_lse2"),
    /** Whether the packet is a fragment, and which. */
    IP_FRAG(PORT_AND_NETWORK, 0, 2, Prerequisite.IP_ANY, TextForm.FRAGMENT, READ_ONLY, "ip_frag", "nw_frag"),
    /** TCP, UDP or SCTP source port. */
    TP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.PORTS, TextForm.DECIMAL, READ_WRITE, "tp_src"),
    /** TCP, UDP or SCTP destination port. */
    TP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.PORTS, TextForm.DECIMAL, READ_WRITE, "tp_dst"),
    /** TCP source port. */
    TCP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.TCP, TextForm.DECIMAL, READ_WRITE, "tcp_src"),
    /** TCP destination port. */
    TCP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.TCP, TextForm.DECIMAL, READ_WRITE, "tcp_dst"),
    /** UDP source port. */
    UDP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.UDP, TextForm.DECIMAL, READ_WRITE, "udp_src"),
    /** UDP destination port. */
    UDP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.UDP, TextForm.DECIMAL, READ_WRITE, "udp_dst"),
    /** SCTP source port. */
    SCTP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.SCTP, TextForm.DECIMAL, READ_WRITE, "sctp_src"),
    /** SCTP destination port. */
    SCTP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.SCTP, TextForm.DECIMAL, READ_WRITE, "sctp_dst"),
    /** ICMP or ICMPv6 type. */
    ICMP_TYPE(TRANSPORT, SOURCE_PORT_SHIFT, 8, Prerequisite.ICMP_ANY, TextForm.DECIMAL, READ_WRITE, "icmp_type"),
    /** ICMP or ICMPv6 code. */
    ICMP_CODE(TRANSPORT, DESTINATION_PORT_SHIFT, 8, Prerequisite.ICMP_ANY, TextForm.DECIMAL, READ_WRITE, "icmp_code"),
    /** ICMPv6 type. */
    ICMPV6_TYPE(TRANSPORT, SOURCE_PORT_SHIFT, 8, Prerequisite.ICMPV6, TextForm.DECIMAL, READ_WRITE, "icmpv6_type"),
    /** ICMPv6 code. */
    ICMPV6_CODE(TRANSPORT, DESTINATION_PORT_SHIFT, 8, Prerequisite.ICMPV6, TextForm.DECIMAL, READ_WRITE, "icmpv6_code"),
    /** Target of neighbour discovery. */
    ND_TARGET(FlowKey.ND_TARGET, 0, 128, Prerequisite.ND, TextForm.IPV6, READ_WRITE, "nd_target"),
    /** Source link-layer address of a neighbour solicitation. */
    ND_SLL(SENDER_HARDWARE, 0, 48, Prerequisite.ND_SOLICITATION, TextForm.ETHERNET, READ_WRITE, "nd_sll"),
    /** Target link-layer address of a neighbour advertisement. */
    ND_TLL(TARGET_HARDWARE, 0, 48, Prerequisite.ND_ADVERTISEMENT, TextForm.ETHERNET, READ_WRITE, "nd_tll"),
    /** TCP flags. */
    TCP_FLAGS(TRANSPORT, TCP_FLAGS_SHIFT, 12, Prerequisite.TCP, TextForm.TCP_FLAGS, READ_ONLY, "tcp_flags");

    /** Fields that are matched as a whole or not at all. */
    private static final Set<Field> WITHOUT_MASK = EnumSet.of(IN_PORT, DL_VLAN_PCP, DL_TYPE, NW_PROTO, ARP_OP, NW_TOS,
            IP_DSCP, NW_ECN, NW_TTL, MPLS_LABEL, MPLS_TC, MPLS_TTL, MPLS_BOS, ICMP_TYPE, ICMP_CODE, ICMPV6_TYPE,
            ICMPV6_CODE);

    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
        for (Field field : values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    private final int word;
    private final int shift;
    private final int bits;
    private final FieldValue ones;
    private final Prerequisite prerequisite;
    private final TextForm form;
    private final FieldAccess access;
    private final List<String> names;

    Field(int word, int shift, int bits, Prerequisite prerequisite, TextForm form, FieldAccess access,
            String... names) {
        this.word = word;
        this.shift = shift;
        this.bits = bits;
        this.ones = FieldValue.ones(bits);
        this.prerequisite = prerequisite;
        this.form = form;
        this.access = access;
        this.names = List.of(names);
    }

    /**
     * Finds a field by one of its names.
     *
     * @param name as in flow text, {@code eth_src} or {@code dl_src}, or as in OpenFlow, {@code NXM_OF_ETH_SRC}
     * @return the field, or {@code null} if there is none
     */
    public static Field named(String name) {
        Field field = BY_NAME.get(name);
        return field == null ? FieldCode.named(name).map(FieldCode::field).orElse(null) : field;
    }

    /** {@return the name that is printed} */
    public String label() {
        return names.getFirst();
    }

    /** {@return position of its word in the key; of the first of two words, if it is wider than 64 bits} */
    public int word() {
        return word;
    }

    /** {@return position of its lowest bit in the word; 0 if it is wider than 64 bits} */
    public int shift() {
        return shift;
    }

    /** {@return mask of an exact match on it: {@link #bits} ones from bit 0 up, but for {@link #NW_TOS}} */
    public FieldValue exactMask() {
        return ones;
    }

    /** {@return its width, 1 to 128} */
    public int bits() {
        return bits;
    }

    /** {@return bits of its word that are matched and set besides, because without them there is no such field} */
    public long impliedBits() {
        return 0;
    }

    /** {@return what must be matched besides} */
    public Prerequisite prerequisite() {
        return prerequisite;
    }

    /** {@return who may do what with it} */
    public FieldAccess access() {
        return access;
    }

    /** {@return whether only some of its bits may be matched} */
    public boolean isMaskable() {
        return !WITHOUT_MASK.contains(this);
    }

    /** {@return how its values are written} */
    TextForm form() {
        return form;
    }

    /**
     * Takes the field out of a key or a mask.
     *
     * @param words of a key or a mask, {@link FlowKey#WORDS} of them
     * @return its bits
     */
    public FieldValue read(long[] words) {
        return bits > Long.SIZE ? new FieldValue(words[word], words[word + 1]) : extract(words[word]);
    }

    /**
     * Takes a field of at most 64 bits out of its word.
     *
     * @param itsWord of a key or a mask
     * @return its bits
     */
    FieldValue extract(long itsWord) {
        return FieldValue.of(itsWord >>> shift & exactMask().low());
    }

    /**
     * Puts bits of the field into a key or a mask.
     *
     * @param words of a key or a mask, {@link FlowKey#WORDS} of them
     * @param value new bits; those outside of {@code mask} do not matter
     * @param mask  which bits of the field to change
     */
    public void write(long[] words, FieldValue value, FieldValue mask) {
        if (bits > Long.SIZE) {
            words[word] = words[word] & ~mask.high() | value.high() & mask.high();
            words[word + 1] = words[word + 1] & ~mask.low() | value.low() & mask.low();
        } else {
            words[word] = words[word] & ~(mask.low() << shift) | (value.low() & mask.low()) << shift;
        }
    }
}
