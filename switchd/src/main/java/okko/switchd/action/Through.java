package okko.switchd.action;

import okko.switchd.packet.Packet;

/**
 * Sends the packet through the external processor behind a port, which may change all of it, and goes on when it comes
 * back. It comes back with the port that it came in by before, and with the processor's result as its metadata.
 */
public final class Through extends Step implements Away {

    private final int port;
    private final long generation;
    private final Continuation continuation;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param port         OpenFlow number
     * @param generation   of the tables that it was translated from
     * @param continuation what remains to be done behind it
     * @param next         what comes after it
     */
    public Through(int port, long generation, Continuation continuation, Step next) {
        this.port = port;
        this.generation = generation;
        this.continuation = continuation;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.ask(port, this, packet);
        return null;
    }

    @Override
    public Frame frame() {
        return Frame.AS_RETURNED;
    }

    @Override
    public Step comeBack(Packet packet, int answer) {
        packet.metadata = answer;
        return next;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Continuation continuation() {
        return continuation;
    }

    @Override
    public String toString() {
        return then("through:" + port, next);
    }
}
