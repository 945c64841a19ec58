package okko.switchd.action;

import okko.switchd.packet.MeterState;
import okko.switchd.packet.Packet;

/** Goes on as long as a meter's rate is not exceeded. */
public final class PassMeter extends Step {

    private final MeterState meter;
    private final Step next;
    private final Step exceeded;

    /**
     * Makes the step.
     *
     * @param meter    shared by all threads
     * @param next     what comes after it
     * @param exceeded what comes instead if the packet is too much
     */
    public PassMeter(MeterState meter, Step next, Step exceeded) {
        this.meter = meter;
        this.next = next;
        this.exceeded = exceeded;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        return meter.admits(packet.lengthBytes, executor.nowNs()) ? next : exceeded;
    }
}
