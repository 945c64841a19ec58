package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Asks for the maps of a program to be sent to the controllers; the packet goes on at once. */
public final class SendMaps extends Step {

    private final int program;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param program number, 0 to 65,535
     * @param next    what comes after it
     */
    public SendMaps(int program, Step next) {
        this.program = program;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.askForMaps(program);
        return next;
    }

    @Override
    public String toString() {
        return then("send_maps:" + program, next);
    }
}
