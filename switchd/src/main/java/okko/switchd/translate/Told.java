package okko.switchd.translate;

import okko.switchd.action.ActionExecutor;
import okko.switchd.action.Step;
import okko.switchd.packet.Packet;

/** Lets somebody who watches know when a packet comes here. */
final class Told extends Step {

    private final Runnable telling;
    private final Step next;

    Told(Runnable telling, Step next) {
        this.telling = telling;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        telling.run();
        return next;
    }

    @Override
    public String toString() {
        return next.toString();
    }
}
