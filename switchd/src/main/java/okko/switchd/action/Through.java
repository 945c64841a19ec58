package okko.switchd.action;

import okko.switchd.packet.Packet;
import okko.switchd.packet.Question;

/**
 * Sends the packet through the external processor behind a port, which may change all of it, and goes on when it comes
 * back. It comes back with the port that it came in by before, and with the processor's result as its metadata.
 */
public final class Through extends Step implements Question {

    private final int port;
    private final long generation;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param port       OpenFlow number
     * @param generation of the tables that it was translated from
     * @param next       what comes after it
     */
    public Through(int port, long generation, Step next) {
        this.port = port;
        this.generation = generation;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.ask(port, this, packet);
        return null;
    }

    /** {@return what comes when the packet is back} */
    public Step next() {
        return next;
    }

    /** {@return generation of the tables that this was translated from} */
    public long generation() {
        return generation;
    }
}
