package okko.switchd.action;

import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;

/** Drops the packet wherever its way has led so far; where it was sent before, copies went. */
public final class Drop extends Step {

    private final DropReason reason;

    /**
     * Makes the step.
     *
     * @param reason why
     */
    public Drop(DropReason reason) {
        this.reason = reason;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.abandon(packet, reason);
        return null;
    }
}
