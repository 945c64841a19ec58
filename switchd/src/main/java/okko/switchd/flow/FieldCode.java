package okko.switchd.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the fields are called on the wire: the headers of {@code NXM_*} and {@code OXM_*} (OpenFlow 1.3, 7.2.3.2; class,
 * number and length are those of ovs-fields(7)). A header is a class of 16 bits, a number of 7 bits, a bit that says
 * whether a mask follows the value, and the length of what follows in 8 bits.
 */
public enum FieldCode {
    /** {@link Field#IN_PORT}. */
    NXM_OF_IN_PORT(Field.IN_PORT, Space.NXM, 0, 2),
    /** {@link Field#IN_PORT}. */
    OXM_OF_IN_PORT(Field.IN_PORT, Space.OPENFLOW_BASIC, 0, 4),
    /** {@link Field#DL_DST}. */
    NXM_OF_ETH_DST(Field.DL_DST, Space.NXM, 1, 6),
    /** {@link Field#DL_DST}. */
    OXM_OF_ETH_DST(Field.DL_DST, Space.OPENFLOW_BASIC, 3, 6),
    /** {@link Field#DL_SRC}. */
    NXM_OF_ETH_SRC(Field.DL_SRC, Space.NXM, 2, 6),
    /** {@link Field#DL_SRC}. */
    OXM_OF_ETH_SRC(Field.DL_SRC, Space.OPENFLOW_BASIC, 4, 6),
    /** {@link Field#DL_TYPE}. */
    NXM_OF_ETH_TYPE(Field.DL_TYPE, Space.NXM, 3, 2),
    /** {@link Field#DL_TYPE}. */
    OXM_OF_ETH_TYPE(Field.DL_TYPE, Space.OPENFLOW_BASIC, 5, 2),
    /** {@link Field#VLAN_TCI}. */
    NXM_OF_VLAN_TCI(Field.VLAN_TCI, Space.NXM, 4, 2),
    /** {@link Field#VLAN_VID}. */
    OXM_OF_VLAN_VID(Field.VLAN_VID, Space.OPENFLOW_BASIC, 6, 2),
    /** {@link Field#DL_VLAN_PCP}. */
    OXM_OF_VLAN_PCP(Field.DL_VLAN_PCP, Space.OPENFLOW_BASIC, 7, 1),
    /** {@link Field#NW_TOS}. */
    NXM_OF_IP_TOS(Field.NW_TOS, Space.NXM, 5, 1),
    /** {@link Field#IP_DSCP}. */
    OXM_OF_IP_DSCP(Field.IP_DSCP, Space.OPENFLOW_BASIC, 8, 1),
    /** {@link Field#NW_ECN}. */
    NXM_NX_IP_ECN(Field.NW_ECN, Space.NICIRA, 28, 1),
    /** {@link Field#NW_ECN}. */
    OXM_OF_IP_ECN(Field.NW_ECN, Space.OPENFLOW_BASIC, 9, 1),
    /** {@link Field#NW_PROTO}. */
    NXM_OF_IP_PROTO(Field.NW_PROTO, Space.NXM, 6, 1),
    /** {@link Field#NW_PROTO}. */
    OXM_OF_IP_PROTO(Field.NW_PROTO, Space.OPENFLOW_BASIC, 10, 1),
    /** {@link Field#NW_TTL}. */
    NXM_NX_IP_TTL(Field.NW_TTL, Space.NICIRA, 29, 1),
    /** {@link Field#IP_FRAG}. */
    NXM_NX_IP_FRAG(Field.IP_FRAG, Space.NICIRA, 26, 1),
    /** {@link Field#NW_SRC}. */
    NXM_OF_IP_SRC(Field.NW_SRC, Space.NXM, 7, 4),
    /** {@link Field#NW_SRC}. */
    OXM_OF_IPV4_SRC(Field.NW_SRC, Space.OPENFLOW_BASIC, 11, 4),
    /** {@link Field#NW_DST}. */
    NXM_OF_IP_DST(Field.NW_DST, Space.NXM, 8, 4),
    /** {@link Field#NW_DST}. */
    OXM_OF_IPV4_DST(Field.NW_DST, Space.OPENFLOW_BASIC, 12, 4),
    /** {@link Field#TCP_SRC}. */
    NXM_OF_TCP_SRC(Field.TCP_SRC, Space.NXM, 9, 2),
    /** {@link Field#TCP_SRC}. */
    OXM_OF_TCP_SRC(Field.TCP_SRC, Space.OPENFLOW_BASIC, 13, 2),
    /** {@link Field#TCP_DST}. */
    NXM_OF_TCP_DST(Field.TCP_DST, Space.NXM, 10, 2),
    /** {@link Field#TCP_DST}. */
    OXM_OF_TCP_DST(Field.TCP_DST, Space.OPENFLOW_BASIC, 14, 2),
    /** {@link Field#UDP_SRC}. */
    NXM_OF_UDP_SRC(Field.UDP_SRC, Space.NXM, 11, 2),
    /** {@link Field#UDP_SRC}. */
    OXM_OF_UDP_SRC(Field.UDP_SRC, Space.OPENFLOW_BASIC, 15, 2),
    /** {@link Field#UDP_DST}. */
    NXM_OF_UDP_DST(Field.UDP_DST, Space.NXM, 12, 2),
    /** {@link Field#UDP_DST}. */
    OXM_OF_UDP_DST(Field.UDP_DST, Space.OPENFLOW_BASIC, 16, 2),
    /** {@link Field#SCTP_SRC}. */
    OXM_OF_SCTP_SRC(Field.SCTP_SRC, Space.OPENFLOW_BASIC, 17, 2),
    /** {@link Field#SCTP_DST}. */
    OXM_OF_SCTP_DST(Field.SCTP_DST, Space.OPENFLOW_BASIC, 18, 2),
    /** {@link Field#TCP_FLAGS}. */
    NXM_NX_TCP_FLAGS(Field.TCP_FLAGS, Space.NICIRA, 34, 2),
    /** {@link Field#TCP_FLAGS}. */
    ONFOXM_ET_TCP_FLAGS(Field.TCP_FLAGS, Space.ONF, 42, 2),
    /** {@link Field#TCP_FLAGS}. */
    OXM_OF_TCP_FLAGS(Field.TCP_FLAGS, Space.OPENFLOW_BASIC, 42, 2),
    /** {@link Field#ICMP_TYPE}. */
    NXM_OF_ICMP_TYPE(Field.ICMP_TYPE, Space.NXM, 13, 1),
    /** {@link Field#ICMP_TYPE}. */
    OXM_OF_ICMPV4_TYPE(Field.ICMP_TYPE, Space.OPENFLOW_BASIC, 19, 1),
    /** {@link Field#ICMP_CODE}. */
    NXM_OF_ICMP_CODE(Field.ICMP_CODE, Space.NXM, 14, 1),
    /** {@link Field#ICMP_CODE}. */
    OXM_OF_ICMPV4_CODE(Field.ICMP_CODE, Space.OPENFLOW_BASIC, 20, 1),
    /** {@link Field#ARP_OP}. */
    NXM_OF_ARP_OP(Field.ARP_OP, Space.NXM, 15, 2),
    /** {@link Field#ARP_OP}. */
    OXM_OF_ARP_OP(Field.ARP_OP, Space.OPENFLOW_BASIC, 21, 2),
    /** {@link Field#ARP_SPA}. */
    NXM_OF_ARP_SPA(Field.ARP_SPA, Space.NXM, 16, 4),
    /** {@link Field#ARP_SPA}. */
    OXM_OF_ARP_SPA(Field.ARP_SPA, Space.OPENFLOW_BASIC, 22, 4),
    /** {@link Field#ARP_TPA}. */
    NXM_OF_ARP_TPA(Field.ARP_TPA, Space.NXM, 17, 4),
    /** {@link Field#ARP_TPA}. */
    OXM_OF_ARP_TPA(Field.ARP_TPA, Space.OPENFLOW_BASIC, 23, 4),
    /** {@link Field#ARP_SHA}. */
    NXM_NX_ARP_SHA(Field.ARP_SHA, Space.NICIRA, 17, 6),
    /** {@link Field#ARP_SHA}. */
    OXM_OF_ARP_SHA(Field.ARP_SHA, Space.OPENFLOW_BASIC, 24, 6),
    /** {@link Field#ARP_THA}. */
    NXM_NX_ARP_THA(Field.ARP_THA, Space.NICIRA, 18, 6),
    /** {@link Field#ARP_THA}. */
    OXM_OF_ARP_THA(Field.ARP_THA, Space.OPENFLOW_BASIC, 25, 6),
    /** {@link Field#IPV6_SRC}. */
    NXM_NX_IPV6_SRC(Field.IPV6_SRC, Space.NICIRA, 19, 16),
    /** {@link Field#IPV6_SRC}. */
    OXM_OF_IPV6_SRC(Field.IPV6_SRC, Space.OPENFLOW_BASIC, 26, 16),
    /** {@link Field#IPV6_DST}. */
    NXM_NX_IPV6_DST(Field.IPV6_DST, Space.NICIRA, 20, 16),
    /** {@link Field#IPV6_DST}. */
    OXM_OF_IPV6_DST(Field.IPV6_DST, Space.OPENFLOW_BASIC, 27, 16),
    /** {@link Field#IPV6_LABEL}. */
    NXM_NX_IPV6_LABEL(Field.IPV6_LABEL, Space.NICIRA, 27, 4),
    /** {@link Field#IPV6_LABEL}. */
    OXM_OF_IPV6_FLABEL(Field.IPV6_LABEL, Space.OPENFLOW_BASIC, 28, 4),
    /** {@link Field#ICMPV6_TYPE}. */
    NXM_NX_ICMPV6_TYPE(Field.ICMPV6_TYPE, Space.NICIRA, 21, 1),
    /** {@link Field#ICMPV6_TYPE}. */
    OXM_OF_ICMPV6_TYPE(Field.ICMPV6_TYPE, Space.OPENFLOW_BASIC, 29, 1),
    /** {@link Field#ICMPV6_CODE}. */
    NXM_NX_ICMPV6_CODE(Field.ICMPV6_CODE, Space.NICIRA, 22, 1),
    /** {@link Field#ICMPV6_CODE}. */
    OXM_OF_ICMPV6_CODE(Field.ICMPV6_CODE, Space.OPENFLOW_BASIC, 30, 1),
    /** {@link Field#ND_TARGET}. */
    NXM_NX_ND_TARGET(Field.ND_TARGET, Space.NICIRA, 23, 16),
    /** {@link Field#ND_TARGET}. */
    OXM_OF_IPV6_ND_TARGET(Field.ND_TARGET, Space.OPENFLOW_BASIC, 31, 16),
    /** {@link Field#ND_SLL}. */
    NXM_NX_ND_SLL(Field.ND_SLL, Space.NICIRA, 24, 6),
    /** {@link Field#ND_SLL}. */
    OXM_OF_IPV6_ND_SLL(Field.ND_SLL, Space.OPENFLOW_BASIC, 32, 6),
    /** {@link Field#ND_TLL}. */
    NXM_NX_ND_TLL(Field.ND_TLL, Space.NICIRA, 25, 6),
    /** {@link Field#ND_TLL}. */
    OXM_OF_IPV6_ND_TLL(Field.ND_TLL, Space.OPENFLOW_BASIC, 33, 6),
    /** {@link Field#MPLS_LABEL}. */
    OXM_OF_MPLS_LABEL(Field.MPLS_LABEL, Space.OPENFLOW_BASIC, 34, 4),
    /** {@link Field#MPLS_TC}. */
    OXM_OF_MPLS_TC(Field.MPLS_TC, Space.OPENFLOW_BASIC, 35, 1),
    /** {@link Field#MPLS_BOS}. */
    OXM_OF_MPLS_BOS(Field.MPLS_BOS, Space.OPENFLOW_BASIC, 36, 1),
    /** {@link Field#MPLS_TTL}. */
    NXM_NX_MPLS_TTL(Field.MPLS_TTL, Space.NICIRA, 30, 1),
    /** {@link Field#METADATA}. */
    OXM_OF_METADATA(Field.METADATA, Space.OPENFLOW_BASIC, 2, 8),
    /** {@link Field#PKT_MARK}. */
    NXM_NX_PKT_MARK(Field.PKT_MARK, Space.NICIRA, 33, 4),
    /** {@link Field#REG0}. */
    NXM_NX_REG0(Field.REG0, Space.NICIRA, 0, 4),
    /** {@link Field#REG1}. */
    NXM_NX_REG1(Field.REG1, Space.NICIRA, 1, 4),
    /** {@link Field#REG2}. */
    NXM_NX_REG2(Field.REG2, Space.NICIRA, 2, 4),
    /** {@link Field#REG3}. */
    NXM_NX_REG3(Field.REG3, Space.NICIRA, 3, 4),
    /** {@link Field#REG4}. */
    NXM_NX_REG4(Field.REG4, Space.NICIRA, 4, 4),
    /** {@link Field#REG5}. */
    NXM_NX_REG5(Field.REG5, Space.NICIRA, 5, 4),
    /** {@link Field#REG6}. */
    NXM_NX_REG6(Field.REG6, Space.NICIRA, 6, 4),
    /** {@link Field#REG7}. */
    NXM_NX_REG7(Field.REG7, Space.NICIRA, 7, 4),
    /** {@link Field#REG8}. */
    NXM_NX_REG8(Field.REG8, Space.NICIRA, 8, 4),
    /** {@link Field#REG9}. */
    NXM_NX_REG9(Field.REG9, Space.NICIRA, 9, 4),
    /** {@link Field#REG10}. */
    NXM_NX_REG10(Field.REG10, Space.NICIRA, 10, 4),
    /** {@link Field#REG11}. */
    NXM_NX_REG11(Field.REG11, Space.NICIRA, 11, 4),
    /** {@link Field#REG12}. */
    NXM_NX_REG12(Field.REG12, Space.NICIRA, 12, 4),
    /** {@link Field#REG13}. */
    NXM_NX_REG13(Field.REG13, Space.NICIRA, 13, 4),
    /** {@link Field#REG14}. */
    NXM_NX_REG14(Field.REG14, Space.NICIRA, 14, 4),
    /** {@link Field#REG15}. */
    NXM_NX_REG15(Field.REG15, Space.NICIRA, 15, 4),
    /** {@link Field#XREG0}. */
    OXM_OF_PKT_REG0(Field.XREG0, Space.PACKET_REGISTERS, 0, 8),
    /** {@link Field#XREG1}. */
    OXM_OF_PKT_REG1(Field.XREG1, Space.PACKET_REGISTERS, 1, 8),
    /** {@link Field#XREG2}. */
    OXM_OF_PKT_REG2(Field.XREG2, Space.PACKET_REGISTERS, 2, 8),
    /** {@link Field#XREG3}. */
    OXM_OF_PKT_REG3(Field.XREG3, Space.PACKET_REGISTERS, 3, 8),
    /** {@link Field#XREG4}. */
    OXM_OF_PKT_REG4(Field.XREG4, Space.PACKET_REGISTERS, 4, 8),
    /** {@link Field#XREG5}. */
    OXM_OF_PKT_REG5(Field.XREG5, Space.PACKET_REGISTERS, 5, 8),
    /** {@link Field#XREG6}. */
    OXM_OF_PKT_REG6(Field.XREG6, Space.PACKET_REGISTERS, 6, 8),
    /** {@link Field#XREG7}. */
    OXM_OF_PKT_REG7(Field.XREG7, Space.PACKET_REGISTERS, 7, 8),
    /** {@link Field#XXREG0}. */
    NXM_NX_XXREG0(Field.XXREG0, Space.NICIRA, 111, 16),
    /** {@link Field#XXREG1}. */
    NXM_NX_XXREG1(Field.XXREG1, Space.NICIRA, 112, 16),
    /** {@link Field#XXREG2}. */
    NXM_NX_XXREG2(Field.XXREG2, Space.NICIRA, 113, 16),
    /** {@link Field#XXREG3}. */
    NXM_NX_XXREG3(Field.XXREG3, Space.NICIRA, 114, 16),
    /** {@link Field#VLAN_TCI1}. */
    OKKO_VLAN_TCI1(Field.VLAN_TCI1, Space.OKKO, 1, 2),
    /** {@link Field#MPLS_LSE1}. */
    OKKO_MPLS_LSE1(Field.MPLS_LSE1, Space.OKKO, 2, 4),
    /** {@link Field#MPLS_LSE2}. */
    OKKO_MPLS_LSE2(Field.MPLS_LSE2, Space.OKKO, 3, 4);

    /** Whose numbers they are. */
    public enum Space {
        /** Nicira's of OpenFlow 1.0. */
        NXM(0x0000, 0),
        /** Nicira's own. */
        NICIRA(0x0001, 0),
        /** OpenFlow's. */
        OPENFLOW_BASIC(0x8000, 0),
        /** OpenFlow's for registers. */
        PACKET_REGISTERS(0x8001, 0),
        /** The Open Networking Foundation's, as an experimenter. */
        ONF(0xffff, 0x4f4e4600),
        /** Okko's, as an experimenter; field 0 is the filter program, which is no field of a packet. */
        OKKO(0xffff, 0x4f4b4b4f);

        private final int number;
        private final int experimenter;

        Space(int number, int experimenter) {
            this.number = number;
            this.experimenter = experimenter;
        }

        /** {@return the class, 16 bits} */
        public int number() {
            return number;
        }

        /** {@return the experimenter, 32 bits; 0 for none} */
        public int experimenter() {
            return experimenter;
        }

        /** {@return whether they are Nicira's} */
        public boolean isNicira() {
            return this == NXM || this == NICIRA;
        }
    }

    private static final Map<String, FieldCode> BY_NAME = new HashMap<>();
    private static final Map<Long, FieldCode> BY_NUMBER = new HashMap<>();
    private static final Map<Field, List<FieldCode>> BY_FIELD = new EnumMap<>(Field.class);

    static {
        for (FieldCode code : values()) {
            BY_NAME.put(code.name(), code);
            BY_NUMBER.put(key(code.space.number, code.space.experimenter, code.number), code);
            BY_FIELD.computeIfAbsent(code.field, _ -> new ArrayList<>()).add(code);
        }
    }

    private final Field field;
    private final Space space;
    private final int number;
    private final int bytes;

    FieldCode(Field field, Space space, int number, int bytes) {
        this.field = field;
        this.space = space;
        this.number = number;
        this.bytes = bytes;
    }

    private static long key(int space, int experimenter, int number) {
        return Integer.toUnsignedLong(experimenter) << Integer.SIZE | space << 7 | number;
    }

    /**
     * Finds a code by its name.
     *
     * @param name {@code NXM_OF_ETH_SRC}
     * @return the code; empty if there is none
     */
    public static Optional<FieldCode> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * Finds a code by its number.
     *
     * @param space        class, 16 bits
     * @param experimenter whose number; 0 unless the class is that of experimenters
     * @param number       7 bits
     * @return the code; empty if Okko has no such field
     */
    public static Optional<FieldCode> numbered(int space, int experimenter, int number) {
        return Optional.ofNullable(BY_NUMBER.get(key(space, experimenter, number)));
    }

    /**
     * Lists the codes of a field.
     *
     * @param field to look up
     * @return Nicira's first, OpenFlow's own last; none if the field cannot be spoken of on the wire
     */
    public static List<FieldCode> of(Field field) {
        return Collections.unmodifiableList(BY_FIELD.getOrDefault(field, List.of()));
    }

    /** {@return the field} */
    public Field field() {
        return field;
    }

    /** {@return whose number it is} */
    public Space space() {
        return space;
    }

    /** {@return its number among those of its space, 7 bits} */
    public int number() {
        return number;
    }

    /** {@return length of a value, bytes; a mask has the same} */
    public int bytes() {
        return bytes;
    }
}
