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
     * Sends the packet out of a queue of a port; there are no queues, so it is sent as {@link Output} does.
     *
     * @param port  OpenFlow number
     * @param queue number that is kept, and told again
     */
    record Enqueue(int port, int queue) implements Action {}

    /**
     * Sends the packet out of the port whose number is in a field.
     *
     * @param from     field that is read
     * @param fromBit  lowest bit there
     * @param bits     how many
     * @param maxBytes of the packet, if the port turns out to be the controllers
     */
    record OutputRegister(Field from, int fromBit, int bits, int maxBytes) implements Action {}

    /**
     * Sends a copy of the packet's beginning to the controllers.
     *
     * @param maxBytes     of the packet
     * @param reason       that they are told
     * @param controllerId which of them, 0 for those that have not named themselves
     * @param userData     that they are told
     */
    record Controller(int maxBytes, ControllerReason reason, int controllerId, Octets userData) implements Action {

        /** In place of a number of bytes: all of the packet. */
        public static final int WHOLE_PACKET = 0xffff;

        /**
         * Makes the one that OpenFlow calls an output.
         *
         * @param maxBytes of the packet
         */
        public Controller(int maxBytes) {
            this(maxBytes, ControllerReason.ACTION, 0, Octets.NONE);
        }

        /** {@return whether it says no more than OpenFlow's output to the controllers} */
        public boolean isPlain() {
            return reason == ControllerReason.ACTION && controllerId == 0 && userData.isEmpty();
        }
    }

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
     * Writes some bits of a field ({@code NXAST_REG_LOAD}); another way to say {@link SetField}, which is told again as
     * it was said.
     *
     * @param field of the packet, or of what goes with it
     * @param bit   lowest bit that is written
     * @param bits  how many
     * @param value what they get
     */
    record Load(Field field, int bit, int bits, FieldValue value) implements Action {

        /** {@return the same as a write of the field, under a mask} */
        public SetField asSetField() {
            FieldValue mask = FieldValue.ones(bits).shiftLeft(bit).and(field.exactMask());
            return new SetField(field, value.shiftLeft(bit).and(mask), mask);
        }
    }

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

    /**
     * Takes one off the time to live or hop limit; a packet whose time is over is dropped.
     *
     * @param controllerIds which controllers are told of such packets
     */
    record DecTtl(List<Integer> controllerIds) implements Action {

        /** Copies. */
        public DecTtl {
            controllerIds = List.copyOf(controllerIds);
        }

        /** Makes the one that tells those controllers that have not named themselves. */
        public DecTtl() {
            this(List.of(0));
        }
    }

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
     * Lets a copy of the packet do some actions; what they write nobody behind sees.
     *
     * @param actions in order
     */
    record Clone(List<Action> actions) implements Action {

        /** Copies. */
        public Clone {
            actions = List.copyOf(actions);
        }
    }

    /** Ends here, in this table and in all that led to it; the action set is still done. */
    record Exit() implements Action {}

    /**
     * Does nothing; a note to whoever reads the rule.
     *
     * @param data of the user's own
     */
    record Note(Octets data) implements Action {}

    /**
     * Chooses a queue for what is sent from here on; there are no queues, so it does nothing.
     *
     * @param queue number that is kept, and told again
     */
    record SetQueue(int queue) implements Action {}

    /** Goes back to the queue that the packet had first; as {@link SetQueue}. */
    record PopQueue() implements Action {}

    /**
     * Runs a BPF program, which may change the packet and decide where it goes.
     *
     * @param id of the program
     */
    record Program(int id) implements Action {}

    /**
     * Has the contents of a program's maps sent to the controllers; the packet goes on at once.
     *
     * @param program whose maps
     */
    record SendMaps(int program) implements Action {}

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
