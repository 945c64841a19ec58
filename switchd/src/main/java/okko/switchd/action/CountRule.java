package okko.switchd.action;

import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Packet;

/** Counts a packet for the rule that it matched, or the group or bucket that it goes through. */
public final class CountRule extends Step {

    private final FlowCounters counters;
    private final Step next;

    private CountRule(FlowCounters counters, Step next) {
        this.counters = counters;
        this.next = next;
    }

    /**
     * Makes the step; if nothing but an output comes after it, one that does both.
     *
     * @param counters of the rule, group or bucket, and of this thread
     * @param next     what comes after it
     * @return the step
     */
    public static Step of(FlowCounters counters, Step next) {
        return next instanceof Output output && output.isLast()
                ? new Forward(counters, output.port())
                : new CountRule(counters, next);
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        counters.matched(packet.lengthBytes);
        return next;
    }

    @Override
    public String toString() {
        return next.toString();
    }
}
