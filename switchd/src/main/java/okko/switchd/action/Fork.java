package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Lets a copy of the packet go a way of its own to its end, and then goes on with the packet as it was. */
public final class Fork extends Step {

    private final Step onCopy;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param onCopy first step of the copy's way
     * @param next   what comes after it, for the packet itself
     */
    public Fork(Step onCopy, Step next) {
        this.onCopy = onCopy;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.fork(onCopy, packet);
        return next;
    }
}
