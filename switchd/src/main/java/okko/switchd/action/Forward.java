package okko.switchd.action;

import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Packet;

/** What most ways end with, in one step: counts the packet, sends it out of a port, and that was its way. */
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
        count(packet);
        executor.outputLast(port, packet);
        return null;
    }

    void count(Packet packet) {
        counters.matched(packet.lengthBytes);
    }

    int port() {
        return port;
    }

    @Override
    public String toString() {
        return "output:" + port;
    }
}
