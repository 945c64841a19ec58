package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Puts VLAN tags and MPLS labels on frames and takes them off. */
final class Tags {

    private Tags() {}

    static void pushVlan(Packet packet, int type, int control) {}

    static void popVlan(Packet packet) {}

    static void pushMpls(Packet packet, int type) {}

    static void popMpls(Packet packet, int type) {}
}
