package okko.switchd.action;

import okko.switchd.packet.Packet;

/**
 * Parses the packet and looks it up again, because steps before may have written what decides about its further way; or
 * because the tree ends here so as not to grow without bounds.
 */
public final class LookAgain extends Step {

    private final Continuation continuation;

    /**
     * Makes the step.
     *
     * @param continuation what remains to be done
     */
    public LookAgain(Continuation continuation) {
        this.continuation = continuation;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        return executor.lookup().find(packet, continuation);
    }

    /** {@return what remains to be done} */
    public Continuation continuation() {
        return continuation;
    }
}
