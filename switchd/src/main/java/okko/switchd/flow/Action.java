package okko.switchd.flow;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a rule does with a packet, as somebody wrote it: the actions and instructions of OpenFlow 1.3 (5.9, 5.12) that
 * Okko knows, those of Open vSwitch, and its own.
 */
public sealed interface Action {

    /**
     * Sends the packet out of a port.
     *
     * @param port OpenFlow number, or one of the reserved numbers of {@link ReservedPort}
     */
    record Output(int port) implements Action {}

    /**
     * Sends a copy of the packet's beginning to the controllers.
     *
     * @param maxBytes of the packet
     */
    record Controller(int maxBytes) implements Action {}

    /** Drops the packet; stands alone in its list. */
    record Drop() implements Action {}

    /**
     * Writes a field.
     *
     * @param field of the packet, or of what goes with it
     * @param value what it gets, under the mask
     * @param mask  which bits
     */
    record SetField(Field field, FieldValue value, FieldValue mask) implements Action {}

    /**
     * Writes a part of the outer VLAN tag, and puts a tag on before if there is none (OpenFlow 1.0,
     * {@code OFPAT_SET_VLAN_VID} and {@code OFPAT_SET_VLAN_PCP}).
     *
     * @param field VLAN id or priority
     * @param value what it gets
     */
    record SetVlan(Field field, int value) implements Action {}

    /**
     * Copies bits of a field.
     *
     * @param from     field that is read
     * @param fromBit  lowest bit there
     * @param to       field that is written
     * @param toBit    lowest bit there
     * @param bits     how many
     */
    record Move(Field from, int fromBit, Field to, int toBit, int bits) implements Action {}

    /**
     * Puts a VLAN tag before all others, with the contents of the outer one, or 0.
     *
     * @param type EtherType of the tag, 0x8100 or 0x88a8
     */
    record PushVlan(int type) implements Action {}

    /** Takes the outer VLAN tag off, if there is one. */
    record PopVlan() implements Action {}

    /**
     * Puts an MPLS label before all others.
     *
     * @param type EtherType, 0x8847 or 0x8848
     */
    record PushMpls(int type) implements Action {}

    /**
     * Takes the outer MPLS label off, if there is one.
     *
     * @param type EtherType of what is behind it
     */
    record PopMpls(int type) implements Action {}

    /** Takes one off the time to live or hop limit; a packet whose time is over is dropped. */
    record DecTtl() implements Action {}

    /** Takes one off the time to live of the outer MPLS label; a packet whose time is over is dropped. */
    record DecMplsTtl() implements Action {}

    /**
     * Looks the packet up in a table and does what is found there, then goes on behind this action.
     *
     * @param port  taken as the port that it came in by, if given
     * @param table to look in; the one of this rule if not given
     */
    record Resubmit(OptionalInt port, OptionalInt table) implements Action {}

    /**
     * Does what a group says.
     *
     * @param id of the group
     */
    record Group(int id) implements Action {}

    /**
     * Runs a BPF program, which may change the packet and decide where it goes.
     *
     * @param id of the program
     */
    record Program(int id) implements Action {}

    /**
     * Sends the packet through the external processor behind a port, and goes on when it is back.
     *
     * @param port OpenFlow number
     */
    record Through(int port) implements Action {}

    /**
     * Instruction: goes on only as long as the meter's rate is not exceeded.
     *
     * @param id of the meter
     */
    record Meter(int id) implements Action {}

    /** Instruction: empties the action set. */
    record ClearActions() implements Action {}

    /**
     * Instruction: puts actions into the action set, which is executed at the end of the pipeline.
     *
     * @param actions in any order; one of a kind
     */
    record WriteActions(List<Action> actions) implements Action {

        /** Copies. */
        public WriteActions {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Instruction: writes the metadata.
     *
     * @param value what it gets, under the mask
     * @param mask  which bits
     */
    record WriteMetadata(long value, long mask) implements Action {}

    /**
     * Instruction: goes on in a later table; the last one of its list.
     *
     * @param table higher than that of this rule
     */
    record GotoTable(int table) implements Action {}
}
