package okko.switchd.action;

import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;

/** The end of a packet's way: it goes to the last port that it was sent to, or is dropped. */
public final class End extends Step {

    private final DropReason ifSentNowhere;

    /**
     * Makes the step.
     *
     * @param ifSentNowhere reason of the drop if no step before sent the packet anywhere
     */
    public End(DropReason ifSentNowhere) {
        this.ifSentNowhere = ifSentNowhere;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.finish(packet, ifSentNowhere);
        return null;
    }

    @Override
    public String toString() {
        return "end";
    }
}
