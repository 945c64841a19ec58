package okko.switchd.action;

import java.util.ArrayList;
import okko.switchd.packet.Packet;

/** Packets to describe copies with, as many as there are copies within copies at a time; then used again. */
final class SparePackets {

    private final ArrayList<Packet> spares = new ArrayList<>();

    Packet take() {
        return spares.isEmpty() ? new Packet() : spares.removeLast();
    }

    void giveBack(Packet packet) {
        spares.add(packet);
    }
}
