package okko.switchd.openflow;

import okko.switchd.flow.Flow;
import okko.switchd.flow.Match;
import okko.switchd.packet.PacketInReason;

/** What the switch tells by itself (OpenFlow 1.3, 7.4). */
public sealed interface EventMessage extends Message {

    /**
     * A packet for controllers ({@code OFPT_PACKET_IN}, {@code NXT_PACKET_IN}, {@code NXT_PACKET_IN2}).
     *
     * @param totalBytes   length of the whole frame
     * @param reason       why it is sent
     * @param table        whose rule says so
     * @param cookie       of that rule; all ones if there is none
     * @param metadata     in_port and whatever else goes along with it that is not 0
     * @param controllerId of the controller that is meant, 0 for all that have not named themselves
     * @param userData     of the action; empty if it has none; stays the caller's
     * @param maxBytes     how much of the frame the action is content with
     * @param frame        its beginning; stays the caller's
     */
    record PacketInMessage(int totalBytes, PacketInReason reason, int table, long cookie, Match metadata,
            int controllerId, byte[] userData, int maxBytes, byte[] frame) implements EventMessage {}

    /** Why a flow is gone; in the order of their numbers on the wire. */
    enum FlowRemovedReason {
        /** No packet for too long. */
        IDLE_TIMEOUT,
        /** Its time is over. */
        HARD_TIMEOUT,
        /** Somebody deleted it. */
        DELETE,
        /** Its group is gone. */
        GROUP_DELETE,
        /** Its meter is gone. */
        METER_DELETE,
        /** It made room for a more important one. */
        EVICTION
    }

    /**
     * A flow is gone whose controller wanted to know ({@code OFPT_FLOW_REMOVED}).
     *
     * @param flow       that was there
     * @param reason     why it is gone
     * @param durationNs how long it was there
     * @param packets    that it matched
     * @param bytes      of their frames
     */
    record FlowRemoved(Flow flow, FlowRemovedReason reason, long durationNs, long packets, long bytes)
            implements EventMessage {}

    /** What became of a port; in the order of their numbers on the wire. */
    enum PortReason {
        /** There is one more. */
        ADD,
        /** There is one fewer. */
        DELETE,
        /** It has changed. */
        MODIFY
    }

    /**
     * A port came, went or changed ({@code OFPT_PORT_STATUS}).
     *
     * @param reason what became of it
     * @param port   as it is now, or was
     */
    record PortStatusMessage(PortReason reason, PortDescription port) implements EventMessage {}

    /** Why a role changed; in the order of their numbers on the wire. */
    enum RoleReason {
        /** Another controller became master. */
        MASTER_REQUEST,
        /** The configuration changed. */
        CONFIG,
        /** An experimenter's reason. */
        EXPERIMENTER
    }

    /**
     * The role of this controller changed ({@code OFPT_ROLE_STATUS}, 1.4).
     *
     * @param role         it has now
     * @param reason       why
     * @param generationId the latest that was heard of
     */
    record RoleStatus(ControllerRole role, RoleReason reason, long generationId) implements EventMessage {}

    /** What became of a table's room; with their numbers on the wire. */
    enum VacancyReason {
        /** Little is free. */
        DOWN(3),
        /** More is free again. */
        UP(4);

        private final int wire;

        VacancyReason(int wire) {
            this.wire = wire;
        }

        /** {@return its number on the wire} */
        public int wire() {
            return wire;
        }
    }

    /**
     * A table became full, or is so no more ({@code OFPT_TABLE_STATUS}, 1.4).
     *
     * @param reason what became of it
     * @param table  as it is now
     */
    record TableStatus(VacancyReason reason, TableDescription table) implements EventMessage {}
}
