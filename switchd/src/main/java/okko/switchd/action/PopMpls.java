package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Takes the outer MPLS label stack entry off, if there is one. */
public final class PopMpls extends Step {

    private final int type;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param type EtherType of what is behind it
     * @param next what comes after it
     */
    public PopMpls(int type, Step next) {
        this.type = type;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        executor.requireParsed(packet);
        Tags.popMpls(packet, type);
        return next;
    }
}
