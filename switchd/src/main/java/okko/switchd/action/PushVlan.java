package okko.switchd.action;

import okko.switchd.flow.FlowKey;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;

/** Puts a VLAN tag before all others. */
public final class PushVlan extends Step {

    private final int type;
    private final int control;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param type EtherType of the tag, 0x8100 or 0x88a8
     * @param tci  tag control information; {@link FlowKey#VLAN_PRESENT} is left out of the frame
     * @param next what comes after it
     */
    public PushVlan(int type, int tci, Step next) {
        this.type = type;
        this.control = tci & ~FlowKey.VLAN_PRESENT;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (!executor.hasHeadroom(packet)) {
            executor.abandon(packet, DropReason.NO_HEADROOM);
            return null;
        }
        executor.settle(packet);
        Tags.pushVlan(packet, type, control);
        return next;
    }
}
