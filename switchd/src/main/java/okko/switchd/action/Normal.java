package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Sends the packet where a learning switch would send it, and learns where it came from. */
public final class Normal extends Step {

    private final Step next;

    /**
     * Makes the step.
     *
     * @param next what comes after it
     */
    public Normal(Step next) {
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.outputAsLearned(packet);
        return next;
    }
}
