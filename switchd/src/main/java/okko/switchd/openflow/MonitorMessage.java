package okko.switchd.openflow;

import java.util.List;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;

/**
 * Following the flows of a switch as others change them (OpenFlow 1.4, 7.3.5.17; {@code NXST_FLOW_MONITOR} in 1.0,
 * {@code ONFST_FLOW_MONITOR} in 1.3).
 */
public sealed interface MonitorMessage extends Message {

    /** Tell which flows there are when the monitor begins. */
    int INITIAL = 1;

    /** Tell of flows that are added. */
    int ADD = 1 << 1;

    /** Tell of flows that are removed. */
    int REMOVED = 1 << 2;

    /** Tell of flows that are changed. */
    int MODIFY = 1 << 3;

    /** Tell their actions too. */
    int INSTRUCTIONS = 1 << 4;

    /** Tell only an abbreviation of what this controller did itself. */
    int NO_ABBREV = 1 << 5;

    /** Tell only what this controller did itself. */
    int ONLY_OWN = 1 << 6;

    /**
     * Asks to be told.
     *
     * @param monitors to begin, change or end
     */
    record FlowMonitorRequest(List<Monitor> monitors) implements MonitorMessage {

        /** Copies. */
        public FlowMonitorRequest {
            monitors = List.copyOf(monitors);
        }
    }

    /** What becomes of a monitor; in the order of their numbers on the wire of 1.4. */
    enum MonitorCommand {
        /** It begins. */
        ADD,
        /** It changes. */
        MODIFY,
        /** It ends. */
        DELETE
    }

    /**
     * A wish to be told.
     *
     * @param id      chosen by the controller
     * @param command what becomes of it
     * @param flags   of those above
     * @param flows   which
     */
    record Monitor(int id, MonitorCommand command, int flags, FlowSelection flows) {}

    /**
     * Ends a monitor of {@code NXST_FLOW_MONITOR} ({@code NXT_FLOW_MONITOR_CANCEL}).
     *
     * @param id of the monitor
     */
    record FlowMonitorCancel(int id) implements MonitorMessage {}

    /**
     * Tells of changes.
     *
     * @param updates in order
     */
    record FlowMonitorReply(List<FlowUpdate> updates) implements MonitorMessage {

        /** Copies. */
        public FlowMonitorReply {
            updates = List.copyOf(updates);
        }
    }

    /** The controller reads too slowly: nothing is told until it has read all ({@code NXT_FLOW_MONITOR_PAUSED}). */
    record FlowMonitorPaused() implements MonitorMessage {}

    /** Changes are told again ({@code NXT_FLOW_MONITOR_RESUMED}). */
    record FlowMonitorResumed() implements MonitorMessage {}

    /** What happened to a flow. */
    enum UpdateEvent {
        /** It was there when the monitor began. */
        INITIAL,
        /** It was added. */
        ADDED,
        /** It was removed. */
        REMOVED,
        /** It was changed. */
        MODIFIED,
        /** This controller itself did something: only {@link FlowUpdate#xid} counts. */
        ABBREV
    }

    /**
     * What happened to a flow.
     *
     * @param event  what
     * @param reason why it was removed; empty otherwise
     * @param flow   as it is now, or was; without actions unless they were asked for; {@code null} for {@code ABBREV}
     * @param xid    of this controller's message; only for {@code ABBREV}
     */
    record FlowUpdate(UpdateEvent event, OptionalInt reason, Flow flow, int xid) {}
}
