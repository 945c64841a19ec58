package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Sends the packet out of all ports but the one that it came in by. */
public final class OutputAll extends Step {

    private final Extent extent;
    private final Step next;

    /** Which ports are all ports. */
    public enum Extent {
        /** Those that floods may reach. */
        FLOOD,
        /** Every one. */
        ALL
    }

    /**
     * Makes the step.
     *
     * @param extent which ports are all ports
     * @param next   what comes after it
     */
    public OutputAll(Extent extent, Step next) {
        this.extent = extent;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        switch (extent) {
            case FLOOD -> executor.flood(packet);
            case ALL -> executor.outputToAll(packet);
        }
        return next;
    }
}
