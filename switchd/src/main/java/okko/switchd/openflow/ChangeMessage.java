package okko.switchd.openflow;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Group;
import okko.switchd.flow.Match;
import okko.switchd.flow.Meter;

/** Changes of the switch, and packets that it is to send (OpenFlow 1.3, 7.3.3, 7.3.4 and 7.3.7). */
public sealed interface ChangeMessage extends Message {

    /** In place of a buffer: the packet is in the message ({@code OFP_NO_BUFFER}). */
    int NO_BUFFER = 0xffffffff;

    /** In place of the cookie of a flow that changes others: they keep theirs. */
    long KEEP_COOKIE = -1;

    /** What becomes of flows; in the order of their numbers on the wire. */
    enum FlowCommand {
        /** A new one, or one in the place of another. */
        ADD,
        /** Other actions for all that the match covers. */
        MODIFY,
        /** Other actions for the one of exactly this match and priority. */
        MODIFY_STRICT,
        /** No more of all that the match covers. */
        DELETE,
        /** No more of the one of exactly this match and priority. */
        DELETE_STRICT
    }

    /**
     * Changes flows ({@code OFPT_FLOW_MOD}).
     *
     * @param command   what is to become of them
     * @param flow      to be added, or whose actions others get; its table is 0 if none was named. If it only gives
     *                  its actions, its cookie is {@link #KEEP_COOKIE} where others keep theirs (always in 1.1 and
     *                  later): then nothing is added if there are no others
     * @param selection which flows are meant, unless they are added
     * @param bufferId  a packet that is to be handled besides, or {@link #NO_BUFFER}
     * @param isTableNamed whether the sender named the table; to a new flow without one the first table is given
     */
    record FlowMod(FlowCommand command, Flow flow, FlowSelection selection, int bufferId, boolean isTableNamed)
            implements ChangeMessage {}

    /** What becomes of groups; in the order of their numbers on the wire. */
    enum GroupCommand {
        /** A new one. */
        ADD,
        /** Other buckets. */
        MODIFY,
        /** No more. */
        DELETE,
        /** More buckets (1.5). */
        INSERT_BUCKET,
        /** Unused. */
        UNUSED,
        /** Fewer buckets (1.5). */
        REMOVE_BUCKET,
        /** A new one, or other buckets (Open vSwitch). */
        ADD_OR_MODIFY
    }

    /**
     * Changes a group ({@code OFPT_GROUP_MOD}).
     *
     * @param command  what is to become of it
     * @param groupId  unsigned; {@code OFPG_ALL} (0xfffffffc) to delete all
     * @param group    as it is to be, or with the buckets that are meant; empty type and buckets when deleted
     * @param bucketId behind which bucket, or which one (1.5); {@code OFPG_BUCKET_ALL} (0xffffffff) otherwise
     */
    record GroupMod(GroupCommand command, int groupId, GroupBody group, int bucketId) implements ChangeMessage {}

    /**
     * Type and buckets of a group that may not be sound yet.
     *
     * @param type    of the group
     * @param buckets in order
     */
    record GroupBody(Group.Type type, List<Group.Bucket> buckets) {

        /** Copies. */
        public GroupBody {
            buckets = List.copyOf(buckets);
        }
    }

    /** What becomes of meters; in the order of their numbers on the wire. */
    enum MeterCommand {
        /** A new one. */
        ADD,
        /** Other bands. */
        MODIFY,
        /** No more. */
        DELETE
    }

    /**
     * Changes a meter ({@code OFPT_METER_MOD}).
     *
     * @param command what is to become of it
     * @param meterId unsigned; {@code OFPM_ALL} (0xffffffff) to delete all
     * @param flags   bits of {@code enum ofp_meter_flags}
     * @param bands   in order; none when deleted
     */
    record MeterMod(MeterCommand command, int meterId, int flags, List<Meter.Band> bands) implements ChangeMessage {

        /** Copies. */
        public MeterMod {
            bands = List.copyOf(bands);
        }
    }

    /**
     * Changes a port ({@code OFPT_PORT_MOD}).
     *
     * @param port            OpenFlow number
     * @param ethernetAddress of the port, 48 bits; to be checked
     * @param config          bits of {@code enum ofp_port_config} of OpenFlow 1.0, which has them all
     * @param mask            which of these are to change
     * @param advertise       bits of {@code enum ofp_port_features}; 0 for no change
     */
    record PortMod(int port, long ethernetAddress, int config, int mask, int advertise) implements ChangeMessage {}

    /**
     * Changes a table ({@code OFPT_TABLE_MOD}).
     *
     * @param table         number of the table, or 255 for all
     * @param miss          what becomes of packets that no rule matches; empty for no change
     * @param eviction      whether flows may be evicted; empty for no change
     * @param evictionFlags what is evicted first: bits of {@code enum ofp_table_mod_prop_eviction_flag}
     * @param vacancy       percentages at which the controllers are told how full it is; empty for no change
     */
    record TableMod(int table, OptionalInt miss, Optional<Boolean> eviction, int evictionFlags,
            Optional<Vacancy> vacancy) implements ChangeMessage {}

    /**
     * When controllers are told how full a table is.
     *
     * @param isOn        whether they are
     * @param downPercent told when less is free
     * @param upPercent   told when more is free again
     */
    record Vacancy(boolean isOn, int downPercent, int upPercent) {}

    /**
     * Sends a packet ({@code OFPT_PACKET_OUT}).
     *
     * @param bufferId of a packet that the switch kept, or {@link #NO_BUFFER}
     * @param inPort   OpenFlow number of the port that it is said to have come in by
     * @param metadata other fields that go along with it (1.5)
     * @param actions  what is to be done with it
     * @param frame    the packet; stays the caller's
     */
    record PacketOut(int bufferId, int inPort, Match metadata, List<Action> actions, byte[] frame)
            implements ChangeMessage {

        /** Copies. */
        public PacketOut {
            actions = List.copyOf(actions);
        }
    }
}
