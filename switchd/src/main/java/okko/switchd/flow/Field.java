package okko.switchd.flow;

import static okko.switchd.flow.FlowKey.ADDRESSES;
import static okko.switchd.flow.FlowKey.DESTINATION_AND_TYPE;
import static okko.switchd.flow.FlowKey.DESTINATION_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.ETHERNET_ADDRESS_SHIFT;
import static okko.switchd.flow.FlowKey.IN_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.PORT_AND_NETWORK;
import static okko.switchd.flow.FlowKey.PROTOCOL_SHIFT;
import static okko.switchd.flow.FlowKey.SOURCE_ADDRESS_SHIFT;
import static okko.switchd.flow.FlowKey.SOURCE_AND_VLAN;
import static okko.switchd.flow.FlowKey.SOURCE_PORT_SHIFT;
import static okko.switchd.flow.FlowKey.TCP_FLAGS_SHIFT;
import static okko.switchd.flow.FlowKey.TIME_TO_LIVE_SHIFT;
import static okko.switchd.flow.FlowKey.TRANSPORT;
import static okko.switchd.flow.FlowKey.TYPE_OF_SERVICE_SHIFT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that a rule can match: name, place in the key, what must be matched besides, and text form.
 *
 * <p>Several fields may view the same bits: {@code dl_vlan} is a part of {@code vlan_tci}, and what {@code tp_src} is
 * for TCP is {@code icmp_type} for ICMP. The order is the one in which a match is printed; where two fields view the
 * same bits, the first whose prerequisite holds is printed.
 */
public enum Field {
    /** Metadata, 64 bits: in Okko the result that an external processor returned the packet with. */
    METADATA(FlowKey.METADATA, 0, 64, Prerequisite.NONE, TextForm.HEXADECIMAL, "metadata"),
    /** Port that the packet came in by. */
    IN_PORT(PORT_AND_NETWORK, IN_PORT_SHIFT, 32, Prerequisite.NONE, TextForm.PORT, "in_port"),
    /** VLAN id of a tagged frame. */
    DL_VLAN(SOURCE_AND_VLAN, 0, 12, Prerequisite.NONE, TextForm.DECIMAL, "dl_vlan") {
        @Override
        public long impliedBits() {
            return FlowKey.VLAN_PRESENT;
        }
    },
    /** VLAN priority of a tagged frame. */
    DL_VLAN_PCP(SOURCE_AND_VLAN, 13, 3, Prerequisite.NONE, TextForm.DECIMAL, "dl_vlan_pcp") {
        @Override
        public long impliedBits() {
            return FlowKey.VLAN_PRESENT;
        }
    },
    /** VLAN tag as a whole; 0 for an untagged frame, bit {@link FlowKey#VLAN_PRESENT} for a tagged one. */
    VLAN_TCI(SOURCE_AND_VLAN, 0, 16, Prerequisite.NONE, TextForm.HEXADECIMAL_16, "vlan_tci"),
    /** Ethernet source. */
    DL_SRC(SOURCE_AND_VLAN, ETHERNET_ADDRESS_SHIFT, 48, Prerequisite.NONE, TextForm.ETHERNET, "dl_src", "eth_src"),
    /** Ethernet destination. */
    DL_DST(DESTINATION_AND_TYPE, ETHERNET_ADDRESS_SHIFT, 48, Prerequisite.NONE, TextForm.ETHERNET, "dl_dst", "eth_dst"),
    /** EtherType. */
    DL_TYPE(DESTINATION_AND_TYPE, 0, 16, Prerequisite.NONE, TextForm.HEXADECIMAL_16, "dl_type", "eth_type"),
    /** IPv4 source. */
    NW_SRC(ADDRESSES, SOURCE_ADDRESS_SHIFT, 32, Prerequisite.IP, TextForm.IPV4, "nw_src", "ip_src"),
    /** IPv4 destination. */
    NW_DST(ADDRESSES, 0, 32, Prerequisite.IP, TextForm.IPV4, "nw_dst", "ip_dst"),
    /** ARP sender address. */
    ARP_SPA(ADDRESSES, SOURCE_ADDRESS_SHIFT, 32, Prerequisite.ARP, TextForm.IPV4, "arp_spa"),
    /** ARP target address. */
    ARP_TPA(ADDRESSES, 0, 32, Prerequisite.ARP, TextForm.IPV4, "arp_tpa"),
    /** IP protocol. */
    NW_PROTO(PORT_AND_NETWORK, PROTOCOL_SHIFT, 8, Prerequisite.IP, TextForm.DECIMAL, "nw_proto", "ip_proto"),
    /** ARP operation, 1 request, 2 reply. */
    ARP_OP(PORT_AND_NETWORK, PROTOCOL_SHIFT, 8, Prerequisite.ARP, TextForm.DECIMAL, "arp_op"),
    /** DSCP, written as the type-of-service byte whose two low bits are 0. */
    NW_TOS(PORT_AND_NETWORK, TYPE_OF_SERVICE_SHIFT + 2, 6, Prerequisite.IP, TextForm.TYPE_OF_SERVICE, "nw_tos"),
    /** ECN. */
    NW_ECN(PORT_AND_NETWORK, TYPE_OF_SERVICE_SHIFT, 2, Prerequisite.IP, TextForm.DECIMAL, "nw_ecn", "ip_ecn"),
    /** Time to live. */
    NW_TTL(PORT_AND_NETWORK, TIME_TO_LIVE_SHIFT, 8, Prerequisite.IP, TextForm.DECIMAL, "nw_ttl"),
    /** Whether the packet is a fragment, and which. */
    IP_FRAG(PORT_AND_NETWORK, 0, 2, Prerequisite.IP, TextForm.FRAGMENT, "ip_frag", "nw_frag"),
    /** TCP or UDP source port. */
    TP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.TCP_OR_UDP, TextForm.DECIMAL, "tp_src"),
    /** TCP or UDP destination port. */
    TP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.TCP_OR_UDP, TextForm.DECIMAL, "tp_dst"),
    /** TCP source port. */
    TCP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.TCP, TextForm.DECIMAL, "tcp_src"),
    /** TCP destination port. */
    TCP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.TCP, TextForm.DECIMAL, "tcp_dst"),
    /** UDP source port. */
    UDP_SRC(TRANSPORT, SOURCE_PORT_SHIFT, 16, Prerequisite.UDP, TextForm.DECIMAL, "udp_src"),
    /** UDP destination port. */
    UDP_DST(TRANSPORT, DESTINATION_PORT_SHIFT, 16, Prerequisite.UDP, TextForm.DECIMAL, "udp_dst"),
    /** ICMP type. */
    ICMP_TYPE(TRANSPORT, SOURCE_PORT_SHIFT, 8, Prerequisite.ICMP, TextForm.DECIMAL, "icmp_type"),
    /** ICMP code. */
    ICMP_CODE(TRANSPORT, DESTINATION_PORT_SHIFT, 8, Prerequisite.ICMP, TextForm.DECIMAL, "icmp_code"),
    /** TCP flags. */
    TCP_FLAGS(TRANSPORT, TCP_FLAGS_SHIFT, 12, Prerequisite.TCP, TextForm.TCP_FLAGS, "tcp_flags");

    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
        for (Field field : values()) {
            field.names.forEach(name -> BY_NAME.put(name, field));
        }
    }

    private final int word;
    private final int shift;
    private final int bits;
    private final Prerequisite prerequisite;
    private final TextForm form;
    private final List<String> names;

    Field(int word, int shift, int bits, Prerequisite prerequisite, TextForm form, String... names) {
        this.word = word;
        this.shift = shift;
        this.bits = bits;
        this.prerequisite = prerequisite;
        this.form = form;
        this.names = List.of(names);
    }

    /**
     * Finds a field by one of its names.
     *
     * @param name as in flow text, {@code eth_src} or {@code dl_src}
     * @return the field, or {@code null} if there is none
     */
    public static Field named(String name) {
        return BY_NAME.get(name);
    }

    /** {@return the name that is printed} */
    public String label() {
        return names.getFirst();
    }

    /** {@return position of its word in the key} */
    public int word() {
        return word;
    }

    /** {@return position of its lowest bit in the word} */
    public int shift() {
        return shift;
    }

    /** {@return mask of an exact match on it, {@link #bits} ones from bit 0 up} */
    public long exactMask() {
        return -1L >>> (Long.SIZE - bits);
    }

    /** {@return its width} */
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

    /** {@return how its values are written} */
    TextForm form() {
        return form;
    }
}
