package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Sends the packet back out of the port that it came in by. */
public final class OutputInPort extends Step {

    private final Step next;

    /**
     * Makes the step.
     *
     * @param next what comes after it
     */
    public OutputInPort(Step next) {
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.sendTo(packet.inPort, packet);
        return next;
    }
}
