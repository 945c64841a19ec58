package okko.switchd.translate;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.packet.PacketInReason;

/**
 * What remains to be done at some point: actions of one rule, and behind them what remains of the rule that sent the
 * packet to its table. Immutable; equal if the same remains.
 *
 * @param actions all actions of the rule
 * @param from    index of the first one that is not done; less than their number
 * @param origin  where they stand
 * @param next    what comes behind them, or {@code null} for the end of the pipeline
 */
record Rest(List<Action> actions, int from, Origin origin, Rest next) {

    /**
     * Where actions stand.
     *
     * @param table  of their rule
     * @param cookie of their rule
     * @param depth  how often the packet was resubmitted to get there, each time by the rule it was resubmitted to
     * @param reason why a controller gets a packet that they send there
     */
    record Origin(int table, long cookie, int depth, PacketInReason reason) {

        /** Before the first table. */
        static final Origin NONE = new Origin(0, 0, 0, PacketInReason.ACTION);

        /** {@return the same, but for another reason, unless all of it is what a controller said} */
        Origin because(PacketInReason otherReason) {
            return reason == PacketInReason.PACKET_OUT ? this : new Origin(table, cookie, depth, otherReason);
        }
    }

    /** {@return what remains if these actions remain, and then others; {@code null} if nothing does} */
    static Rest of(List<Action> actions, Origin origin, Rest next) {
        return actions.isEmpty() ? next : new Rest(actions, 0, origin, next);
    }

    /** {@return the action that comes first} */
    Action action() {
        return actions.get(from);
    }

    /** {@return what remains behind the first action; {@code null} if nothing does} */
    Rest further() {
        return from + 1 < actions.size() ? new Rest(actions, from + 1, origin, next) : next;
    }

    /** {@return what remains if another action comes first instead of the first one} */
    Rest instead(Action action) {
        return new Rest(List.of(action), 0, origin, further());
    }
}
