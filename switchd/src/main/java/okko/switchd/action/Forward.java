package okko.switchd.action;

import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Packet;

/** All that most rules do, in one step: counts the packet, sends it out of a port, and that was its way. */
public final class Forward extends Step {

    private final FlowCounters counters;
    private final int port;

    /**
     * Makes the step.
     *
     * @param counters of the rule, and of this thread
     * @param port     OpenFlow number; never the reserved ones
     */
    public Forward(FlowCounters counters, int port) {
        this.counters = counters;
        this.port = port;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        counters.matched(packet.lengthBytes);
        executor.forward(port, packet);
        return null;
    }
}
