package okko.switchd.action;

import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;

/**
 * Puts an MPLS label stack entry before all others, behind the VLAN tags: a copy of the outer one, or the first one.
 *
 * <p>A first entry is as Open vSwitch makes it: label 0 (IPv4 explicit null), or 2 before IPv6; traffic class from the
 * low three bits of the DSCP and time to live from the IP header, or 0 and 64 where there is none.
 */
public final class PushMpls extends Step {

    private final int type;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param type EtherType, 0x8847 or 0x8848
     * @param next what comes after it
     */
    public PushMpls(int type, Step next) {
        this.type = type;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (!executor.hasHeadroom(packet)) {
            executor.abandon(packet, DropReason.NO_HEADROOM);
            return null;
        }
        executor.settle(packet);
        executor.requireParsed(packet);
        Tags.pushMpls(packet, type);
        return next;
    }
}
