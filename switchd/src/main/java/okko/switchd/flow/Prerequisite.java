package okko.switchd.flow;

import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;

/** What a match must say besides, for a field to have a meaning; as in the OpenFlow 1.3 specification, 7.2.3.8. */
public enum Prerequisite {
    /** Nothing. */
    NONE("nothing") {
        @Override
        boolean holds(Match match) {
            return true;
        }
    },
    /** The packet is IPv4. */
    IP("ip") {
        @Override
        boolean holds(Match match) {
            return match.isExactly(Field.DL_TYPE, Ethernet.TYPE_IPV4);
        }
    },
    /** The packet is ARP. */
    ARP("arp") {
        @Override
        boolean holds(Match match) {
            return match.isExactly(Field.DL_TYPE, Ethernet.TYPE_ARP);
        }
    },
    /** The packet is TCP over IPv4. */
    TCP("tcp") {
        @Override
        boolean holds(Match match) {
            return IP.holds(match) && match.isExactly(Field.NW_PROTO, Ipv4.PROTOCOL_TCP);
        }
    },
    /** The packet is UDP over IPv4. */
    UDP("udp") {
        @Override
        boolean holds(Match match) {
            return IP.holds(match) && match.isExactly(Field.NW_PROTO, Ipv4.PROTOCOL_UDP);
        }
    },
    /** The packet is TCP or UDP over IPv4. */
    TCP_OR_UDP("tcp or udp") {
        @Override
        boolean holds(Match match) {
            return TCP.holds(match) || UDP.holds(match);
        }
    },
    /** The packet is ICMP over IPv4. */
    ICMP("icmp") {
        @Override
        boolean holds(Match match) {
            return IP.holds(match) && match.isExactly(Field.NW_PROTO, Ipv4.PROTOCOL_ICMP);
        }
    };

    private final String text;

    Prerequisite(String text) {
        this.text = text;
    }

    /** {@return the shorthand to write in the match} */
    public String text() {
        return text;
    }

    abstract boolean holds(Match match);
}
