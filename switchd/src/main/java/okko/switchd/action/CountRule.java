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

    /**
     * Makes the steps that count a packet and go on; in one, if all that comes is to send it out of a port.
     *
     * @param counters of the rule, and of this thread
     * @param next     what comes after it
     * @return the first of them
     */
    public static Step before(FlowCounters counters, Step next) {
        return next instanceof Output output && output.isLast()
                ? new Forward(counters, output.port())
                : new CountRule(counters, next);
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        counters.matched(packet.lengthBytes);
        return next;
    }
}
