package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Takes one off the time to live of the outer MPLS label stack entry; leaves packets without one alone. */
public final class DecMplsTtl extends Step {

    private final Step next;
    private final Step expired;

    /**
     * Makes the step.
     *
     * @param next    what comes after it
     * @param expired what comes instead if it was 0 or 1; the packet is as it was then
     */
    public DecMplsTtl(Step next, Step expired) {
        this.next = next;
        this.expired = expired;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        executor.requireParsed(packet);
        return TimeToLive.decrementMpls(packet) ? next : expired;
    }
}
