package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Sends the packet out of a port. */
public final class Output extends Step {

    private final int port;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param port OpenFlow number; never the reserved ones
     * @param next what comes after it
     */
    public Output(int port, Step next) {
        this.port = port;
        this.next = next;
    }

    /** {@return OpenFlow number of the port} */
    int port() {
        return port;
    }

    /** {@return whether nothing comes after it} */
    boolean isLast() {
        return next instanceof End;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.output(port, packet);
        return next;
    }

    @Override
    public String toString() {
        return then("output:" + port, next);
    }
}
