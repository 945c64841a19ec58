package okko.switchd.action;

import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketInReason;

/** Sends a copy of the packet's beginning to the controllers. */
public final class ToController extends Step {

    private final PacketInReason reason;
    private final int table;
    private final long cookie;
    private final int maxBytes;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param reason   that they are told
     * @param table    of the rule that says so
     * @param cookie   of the rule that says so
     * @param maxBytes of the packet, 0 or more
     * @param next     what comes after it
     */
    public ToController(PacketInReason reason, int table, long cookie, int maxBytes, Step next) {
        this.reason = reason;
        this.table = table;
        this.cookie = cookie;
        this.maxBytes = maxBytes;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.toController(this, packet);
        return next;
    }

    PacketInReason reason() {
        return reason;
    }

    int table() {
        return table;
    }

    long cookie() {
        return cookie;
    }

    int maxBytes() {
        return maxBytes;
    }
}
