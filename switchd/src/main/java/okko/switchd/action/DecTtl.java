package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Takes one off the time to live of an IPv4 packet, or the hop limit of an IPv6 packet; leaves others alone. */
public final class DecTtl extends Step {

    private final Step next;
    private final Step expired;

    /**
     * Makes the step.
     *
     * @param next    what comes after it
     * @param expired what comes instead if it was 0 or 1; the packet is as it was then
     */
    public DecTtl(Step next, Step expired) {
        this.next = next;
        this.expired = expired;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        executor.requireParsed(packet);
        return TimeToLive.decrement(packet) ? next : expired;
    }
}
