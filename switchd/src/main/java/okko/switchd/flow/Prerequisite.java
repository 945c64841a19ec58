package okko.switchd.flow;

import java.util.List;
import java.util.function.BiPredicate;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Icmpv6;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;

/** What a match must say besides, for a field to have a meaning; as in ovs-fields(7) and OpenFlow 1.3, 7.2.3.8. */
public enum Prerequisite {
    /** Nothing. */
    NONE("nothing"),
    /** The packet is IPv4. */
    IPV4("ip", new Kind(Ethernet.TYPE_IPV4)),
    /** The packet is IPv6. */
    IPV6("ipv6", new Kind(Ethernet.TYPE_IPV6)),
    /** The packet is IPv4 or IPv6. */
    IP_ANY("ip or ipv6", new Kind(Ethernet.TYPE_IPV4), new Kind(Ethernet.TYPE_IPV6)),
    /** The packet is ARP or RARP. */
    ARP("arp or rarp", new Kind(Ethernet.TYPE_ARP), new Kind(Ethernet.TYPE_RARP)),
    /** The packet is MPLS. */
    MPLS("mpls or mplsm", new Kind(Ethernet.TYPE_MPLS), new Kind(Ethernet.TYPE_MPLS_MULTICAST)),
    /** The packet is TCP. */
    TCP("tcp or tcp6", Kind.IPV4_TCP, Kind.IPV6_TCP),
    /** The packet is UDP. */
    UDP("udp or udp6", Kind.IPV4_UDP, Kind.IPV6_UDP),
    /** The packet is SCTP. */
    SCTP("sctp or sctp6", Kind.IPV4_SCTP, Kind.IPV6_SCTP),
    /** The packet is TCP, UDP or SCTP. */
    PORTS("tcp, udp, sctp, tcp6, udp6 or sctp6",
            Kind.IPV4_TCP, Kind.IPV6_TCP, Kind.IPV4_UDP, Kind.IPV6_UDP, Kind.IPV4_SCTP, Kind.IPV6_SCTP),
    /** The packet is ICMP over IPv4 or ICMPv6 over IPv6. */
    ICMP_ANY("icmp or icmp6", new Kind(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_ICMP), Kind.ICMPV6),
    /** The packet is ICMPv6 over IPv6. */
    ICMPV6("icmp6", Kind.ICMPV6),
    /** The packet is a neighbour solicitation or advertisement. */
    ND("icmp6,icmp_type=135,icmp_code=0 or icmp6,icmp_type=136,icmp_code=0",
            Kind.NEIGHBOUR_SOLICITATION, Kind.NEIGHBOUR_ADVERTISEMENT),
    /** The packet is a neighbour solicitation. */
    ND_SOLICITATION("icmp6,icmp_type=135,icmp_code=0", Kind.NEIGHBOUR_SOLICITATION),
    /** The packet is a neighbour advertisement. */
    ND_ADVERTISEMENT("icmp6,icmp_type=136,icmp_code=0", Kind.NEIGHBOUR_ADVERTISEMENT);

    private final String text;
    private final List<Kind> kinds;

    Prerequisite(String text, Kind... kinds) {
        this.text = text;
        this.kinds = List.of(kinds);
    }

    /** {@return what to write in the match} */
    public String text() {
        return text;
    }

    /**
     * Says whether every packet of a match fulfils it.
     *
     * @param match to look at
     * @return true if the match asks for one of the kinds of packet that are needed
     */
    public boolean holds(Match match) {
        return holds(match::isExactly);
    }

    /**
     * Says whether every packet of a match fulfils it.
     *
     * @param key  of the match, {@link FlowKey#WORDS} words
     * @param mask of the match, as many
     * @return true if the match asks for one of the kinds of packet that are needed
     */
    public boolean holds(long[] key, long[] mask) {
        return holds((field, value) -> field.read(mask).equals(field.exactMask()) && field.read(key).low() == value);
    }

    /**
     * Says whether one packet fulfils it.
     *
     * @param key of the packet
     * @return true if it is of one of the kinds that are needed
     */
    public boolean holds(long[] key) {
        return holds((field, value) -> field.read(key).low() == value);
    }

    private boolean holds(BiPredicate<Field, Integer> isExactly) {
        for (Kind kind : kinds) { // no stream: this is asked for each field of each flow that comes or is told
            if (kind.holds(isExactly)) {
                return true;
            }
        }
        return kinds.isEmpty();
    }

    /**
     * Adds the bits of the key that {@link #holds(long[])} may look at.
     *
     * @param mask of {@link FlowKey#WORDS} words
     */
    public void examine(long[] mask) {
        for (Kind kind : kinds) {
            Field.DL_TYPE.write(mask, Field.DL_TYPE.exactMask(), Field.DL_TYPE.exactMask());
            if (kind.protocol != Kind.ANY) {
                Field.NW_PROTO.write(mask, Field.NW_PROTO.exactMask(), Field.NW_PROTO.exactMask());
            }
            if (kind.messageType != Kind.ANY) {
                Field.ICMPV6_TYPE.write(mask, Field.ICMPV6_TYPE.exactMask(), Field.ICMPV6_TYPE.exactMask());
                Field.ICMPV6_CODE.write(mask, Field.ICMPV6_CODE.exactMask(), Field.ICMPV6_CODE.exactMask());
            }
        }
    }

    /**
     * One kind of packet.
     *
     * @param type        EtherType
     * @param protocol    IP protocol, or {@link #ANY}
     * @param messageType type of an ICMPv6 message whose code is 0, or {@link #ANY}
     */
    private record Kind(int type, int protocol, int messageType) {

        static final int ANY = -1;

        static final Kind IPV4_TCP = new Kind(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_TCP);
        static final Kind IPV6_TCP = new Kind(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_TCP);
        static final Kind IPV4_UDP = new Kind(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_UDP);
        static final Kind IPV6_UDP = new Kind(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_UDP);
        static final Kind IPV4_SCTP = new Kind(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_SCTP);
        static final Kind IPV6_SCTP = new Kind(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_SCTP);
        static final Kind ICMPV6 = new Kind(Ethernet.TYPE_IPV6, Ipv6.PROTOCOL_ICMPV6);
        static final Kind NEIGHBOUR_SOLICITATION =
                new Kind(Ethernet.TYPE_IPV6, Ipv6.PROTOCOL_ICMPV6, Icmpv6.TYPE_NEIGHBOUR_SOLICITATION);
        static final Kind NEIGHBOUR_ADVERTISEMENT =
                new Kind(Ethernet.TYPE_IPV6, Ipv6.PROTOCOL_ICMPV6, Icmpv6.TYPE_NEIGHBOUR_ADVERTISEMENT);

        Kind(int type) {
            this(type, ANY);
        }

        Kind(int type, int protocol) {
            this(type, protocol, ANY);
        }

        boolean holds(BiPredicate<Field, Integer> isExactly) {
            return isExactly.test(Field.DL_TYPE, type)
                    && (protocol == ANY || isExactly.test(Field.NW_PROTO, protocol))
                    && (messageType == ANY || isExactly.test(Field.ICMPV6_TYPE, messageType)
                            && isExactly.test(Field.ICMPV6_CODE, 0));
        }
    }
}
