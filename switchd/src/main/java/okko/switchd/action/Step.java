package okko.switchd.action;

import okko.switchd.packet.Packet;

/**
 * One thing that is done with a packet, and what comes after it. The steps of a packet's way form a tree that the
 * translator makes for one datapath thread and many packets: nothing in it changes, but for counters. <b>Hot.</b>
 */
public abstract class Step {

    /** For subclasses. */
    protected Step() {}

    /**
     * Does it.
     *
     * @param packet   at hand; may be changed
     * @param executor what can be done with packets
     * @return the next step, or {@code null} if the packet belongs to a port or to the pool now
     */
    public abstract Step run(Packet packet, ActionExecutor executor);

    /** {@return the text of one step and of those after it} */
    static String then(String step, Step next) {
        return next instanceof End ? step : step + "," + next;
    }

    /** {@return it and the steps after it, as in lists of actions; branches in brackets} */
    @Override
    public abstract String toString();
}
