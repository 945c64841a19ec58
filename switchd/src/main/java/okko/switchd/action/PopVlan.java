package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Takes the outer VLAN tag off, if there is one. */
public final class PopVlan extends Step {

    private final Step next;

    /**
     * Makes the step.
     *
     * @param next what comes after it
     */
    public PopVlan(Step next) {
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        Tags.popVlan(packet);
        return next;
    }
}
