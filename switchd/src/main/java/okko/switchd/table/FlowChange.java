package okko.switchd.table;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;

/** A change of the flow tables, as OpenFlow's {@code FLOW_MOD} (1.3, 6.4). */
public sealed interface FlowChange {

    /**
     * Adds a flow. It takes the place of a flow that {@linkplain Flow#isSameRule is the same rule}, and goes on
     * counting where that one stood; its age starts anew.
     *
     * @param flow to add
     */
    record Add(Flow flow) implements FlowChange {}

    /**
     * Gives flows other actions; they keep their age and go on counting. Nothing happens where there are none.
     *
     * @param flows   to change
     * @param actions of them from now on
     */
    record Modify(FlowSelection flows, List<Action> actions) implements FlowChange {

        /** Copies. */
        public Modify {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Removes flows.
     *
     * @param flows to remove
     */
    record Delete(FlowSelection flows) implements FlowChange {}
}
