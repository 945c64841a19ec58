package okko.switchd.action;

import java.util.Map;
import java.util.Optional;
import okko.switchd.flow.Field;

/**
 * Where a frame has a field: so many bytes into a header, as a part of a number of 2, 4 or 8 bytes in network order, or
 * as two such numbers. Numbers begin at even bytes of their header, so that checksums can be corrected by them.
 *
 * @param header      that it is in
 * @param offsetBytes of the number
 * @param widthBytes  of the number, 2, 4, 8, or 16 for two of 8 bytes
 * @param shift       lowest bit of the field in the number
 */
record HeaderPlace(Header header, int offsetBytes, int widthBytes, int shift) {

    /** Kinds of headers. */
    enum Header {
        ETHERNET,
        /** The outer tag. */
        VLAN,
        /** The outer label stack entry. */
        MPLS,
        ARP,
        IPV4,
        IPV6,
        /** TCP, UDP, SCTP, ICMP and ICMPv6, with the fixed part of neighbour discovery. */
        TRANSPORT,
        /** The option of neighbour discovery that names the sender's address. */
        ND_SOURCE_OPTION,
        /** The option of neighbour discovery that names the target's address. */
        ND_TARGET_OPTION
    }

    private static final int ETHERNET_ADDRESS_SHIFT = 16;

    private static final Map<Field, HeaderPlace> IN_IPV6 = Map.of(
            Field.NW_TOS, new HeaderPlace(Header.IPV6, 0, 2, 4),
            Field.NW_ECN, new HeaderPlace(Header.IPV6, 0, 2, 4),
            Field.IP_DSCP, new HeaderPlace(Header.IPV6, 0, 2, 6),
            Field.NW_TTL, new HeaderPlace(Header.IPV6, 6, 2, 0));

    /** Finds the place of a field; in IPv4, if IPv6 has it as well. Empty if no frame has it. */
    static Optional<HeaderPlace> of(Field field) {
        return switch (field) {
            case DL_DST -> at(Header.ETHERNET, 0, 8, ETHERNET_ADDRESS_SHIFT);
            case DL_SRC -> at(Header.ETHERNET, 6, 8, ETHERNET_ADDRESS_SHIFT);
            case DL_VLAN, VLAN_VID, VLAN_TCI -> at(Header.VLAN, 0, 2, 0);
            case DL_VLAN_PCP -> at(Header.VLAN, 0, 2, 13);
            case MPLS_LABEL -> at(Header.MPLS, 0, 4, 12);
            case MPLS_TC -> at(Header.MPLS, 0, 4, 9);
            case MPLS_TTL -> at(Header.MPLS, 0, 4, 0);
            case ARP_OP -> at(Header.ARP, 6, 2, 0);
            case ARP_SHA -> at(Header.ARP, 8, 8, ETHERNET_ADDRESS_SHIFT);
            case ARP_SPA -> at(Header.ARP, 14, 4, 0);
            case ARP_THA -> at(Header.ARP, 18, 8, ETHERNET_ADDRESS_SHIFT);
            case ARP_TPA -> at(Header.ARP, 24, 4, 0);
            case NW_TOS, NW_ECN -> at(Header.IPV4, 0, 2, 0);
            case IP_DSCP -> at(Header.IPV4, 0, 2, 2);
            case NW_TTL -> at(Header.IPV4, 8, 2, 8);
            case NW_SRC -> at(Header.IPV4, 12, 4, 0);
            case NW_DST -> at(Header.IPV4, 16, 4, 0);
            case IPV6_LABEL -> at(Header.IPV6, 0, 4, 0);
            case IPV6_SRC -> at(Header.IPV6, 8, 16, 0);
            case IPV6_DST -> at(Header.IPV6, 24, 16, 0);
            case TP_SRC, TCP_SRC, UDP_SRC, SCTP_SRC -> at(Header.TRANSPORT, 0, 2, 0);
            case TP_DST, TCP_DST, UDP_DST, SCTP_DST -> at(Header.TRANSPORT, 2, 2, 0);
            case ICMP_TYPE, ICMPV6_TYPE -> at(Header.TRANSPORT, 0, 2, 8);
            case ICMP_CODE, ICMPV6_CODE -> at(Header.TRANSPORT, 0, 2, 0);
            case ND_TARGET -> at(Header.TRANSPORT, 8, 16, 0);
            case ND_SLL -> at(Header.ND_SOURCE_OPTION, 0, 8, 0);
            case ND_TLL -> at(Header.ND_TARGET_OPTION, 0, 8, 0);
            case PKT_MARK, PASS, METADATA, IN_PORT,
                    REG0, REG1, REG2, REG3, REG4, REG5, REG6, REG7,
                    REG8, REG9, REG10, REG11, REG12, REG13, REG14, REG15,
                    XREG0, XREG1, XREG2, XREG3, XREG4, XREG5, XREG6, XREG7,
                    XXREG0, XXREG1, XXREG2, XXREG3,
                    // Those that no action may write.
                    DL_VLAN1, DL_VLAN_PCP1, VLAN_TCI1, DL_TYPE, NW_PROTO, MPLS_BOS, MPLS_LSE1, MPLS_LSE2,
                    IP_FRAG, TCP_FLAGS -> Optional.empty();
        };
    }

    /** Finds the place in IPv6 of a field that IPv4 has as well; empty for all others. */
    static Optional<HeaderPlace> inIpv6(Field field) {
        return Optional.ofNullable(IN_IPV6.get(field));
    }

    private static Optional<HeaderPlace> at(Header header, int offsetBytes, int widthBytes, int shift) {
        return Optional.of(new HeaderPlace(header, offsetBytes, widthBytes, shift));
    }
}
