package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Makes another port, or none, the one that the packet came in by: that one gets it back only if it is named. */
public final class SetInPort extends Step {

    private final int port;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param port OpenFlow number, or 0
     * @param next what comes after it
     */
    public SetInPort(int port, Step next) {
        this.port = port;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet); // what was sent before goes with the port that it had
        packet.inPort = port;
        return next;
    }
}
