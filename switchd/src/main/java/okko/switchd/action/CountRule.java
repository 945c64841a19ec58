package okko.switchd.action;

import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Packet;

/** Counts a packet for the rule that it matched. */
public final class CountRule extends Step {

    private final FlowCounters counters;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param counters of the rule, and of this thread
     * @param next     what comes after it
     */
    public CountRule(FlowCounters counters, Step next) {
        this.counters = counters;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        counters.matched(packet.lengthBytes);
        return next;
    }
}
