package okko.switchd.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Ipv6;

/** Words for an EtherType and a protocol; those that say more come first. */
enum Shorthand {
    TCP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_TCP),
    UDP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_UDP),
    SCTP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_SCTP),
    ICMP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_ICMP),
    TCP6(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_TCP),
    UDP6(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_UDP),
    SCTP6(Ethernet.TYPE_IPV6, Ipv4.PROTOCOL_SCTP),
    ICMP6(Ethernet.TYPE_IPV6, Ipv6.PROTOCOL_ICMPV6),
    IP(Ethernet.TYPE_IPV4, Shorthand.ANY_PROTOCOL),
    IPV6(Ethernet.TYPE_IPV6, Shorthand.ANY_PROTOCOL),
    ARP(Ethernet.TYPE_ARP, Shorthand.ANY_PROTOCOL),
    RARP(Ethernet.TYPE_RARP, Shorthand.ANY_PROTOCOL),
    MPLS(Ethernet.TYPE_MPLS, Shorthand.ANY_PROTOCOL),
    MPLSM(Ethernet.TYPE_MPLS_MULTICAST, Shorthand.ANY_PROTOCOL);

    static final int ANY_PROTOCOL = -1;

    private static final Map<String, Shorthand> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Shorthand::label, Function.identity()));

    private final int type;
    private final int protocol;

    Shorthand(int type, int protocol) {
        this.type = type;
        this.protocol = protocol;
    }

    static Optional<Shorthand> named(String word) {
        return Optional.ofNullable(BY_LABEL.get(word));
    }

    /** {@return the first one that a match begins with, so to speak} */
    static Optional<Shorthand> of(Match match) {
        return Arrays.stream(values()).filter(shorthand -> shorthand.isPartOf(match)).findFirst();
    }

    /** {@return all words, for a message} */
    static String list() {
        return Arrays.stream(values()).map(Shorthand::label).collect(Collectors.joining(", "));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int type() {
        return type;
    }

    boolean hasProtocol() {
        return protocol != ANY_PROTOCOL;
    }

    int protocol() {
        return protocol;
    }

    private boolean isPartOf(Match match) {
        return match.isExactly(Field.DL_TYPE, type)
                && (!hasProtocol() || match.isExactly(Field.NW_PROTO, protocol));
    }
}
