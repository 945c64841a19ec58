package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Writes the packet's metadata. */
public final class SetMetadata extends Step {

    private final long value;
    private final long mask;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param value what it gets, under the mask
     * @param mask  which bits
     * @param next  what comes after it
     */
    public SetMetadata(long value, long mask, Step next) {
        this.value = value & mask;
        this.mask = mask;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet); // what was sent before goes with the metadata that it had
        packet.metadata = packet.metadata & ~mask | value;
        return next;
    }
}
