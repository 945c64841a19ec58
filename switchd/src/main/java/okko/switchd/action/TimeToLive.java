package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Takes one off the time to live of packets. */
final class TimeToLive {

    private TimeToLive() {}

    static boolean decrement(Packet packet) {
        return packet.lengthBytes >= 0;
    }

    static boolean decrementMpls(Packet packet) {
        return packet.lengthBytes >= 0;
    }
}
