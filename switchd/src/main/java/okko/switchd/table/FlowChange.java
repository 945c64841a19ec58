package okko.switchd.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;

/** A change of the flow tables, as OpenFlow's {@code FLOW_MOD} (1.3, 6.4). */
public sealed interface FlowChange {

    /** What becomes of the counters of a flow that is changed. */
    enum Counting {
        /** It goes on counting. */
        GOES_ON,
        /** It begins anew. */
        BEGINS_ANEW
    }

    /**
     * Adds a flow. It takes the place of a flow that {@linkplain Flow#isSameRule is the same rule}, and goes on
     * counting where that one stood unless its {@code RESET_COUNTS} says otherwise; its age starts anew.
     *
     * @param flow to add
     */
    record Add(Flow flow) implements FlowChange {}

    /**
     * Gives flows other actions; they keep their duration, timeouts, importance and flags, and their hard timeout
     * starts anew.
     *
     * @param flows     to change
     * @param actions   of them from now on
     * @param cookie    of them from now on; empty to leave it
     * @param counting  what becomes of their counters
     * @param otherwise added if there are no such flows (OpenFlow 1.0); nothing if empty
     */
    record Modify(FlowSelection flows, List<Action> actions, OptionalLong cookie, Counting counting,
            Optional<Flow> otherwise) implements FlowChange {

        /** Copies. */
        public Modify {
            actions = List.copyOf(actions);
        }

        /**
         * Gives flows other actions and nothing else; nothing happens where there are none.
         *
         * @param flows   to change
         * @param actions of them from now on
         */
        public Modify(FlowSelection flows, List<Action> actions) {
            this(flows, actions, OptionalLong.empty(), Counting.GOES_ON, Optional.empty());
        }
    }

    /**
     * Removes flows.
     *
     * @param flows to remove
     */
    record Delete(FlowSelection flows) implements FlowChange {}
}
