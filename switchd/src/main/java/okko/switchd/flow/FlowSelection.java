package okko.switchd.flow;

import java.util.OptionalInt;

/**
 * Which flows somebody means, to change, delete or list them (OpenFlow 1.3, 6.4).
 *
 * @param table      number of their table; of any if empty
 * @param match      what they match: these bits with these values, and more; or exactly this if {@code priority} is
 *                   given
 * @param priority   their priority; makes the selection strict
 * @param program    number of their filter program, {@link Flow#NO_PROGRAM} for those without one; of any if empty
 * @param cookie     their cookie, under the mask
 * @param cookieMask which of its bits matter
 * @param outPort    port that they send to, as an OpenFlow number; any if empty
 * @param outGroup   group that they lead to; any if empty
 */
public record FlowSelection(OptionalInt table, Match match, OptionalInt priority, OptionalInt program, long cookie,
        long cookieMask, OptionalInt outPort, OptionalInt outGroup) {

    /** All flows of all tables. */
    public static final FlowSelection ALL = new FlowSelection(OptionalInt.empty(), Match.ANY, OptionalInt.empty(),
            OptionalInt.empty(), 0, 0, OptionalInt.empty(), OptionalInt.empty());

    /**
     * Selects the flows that match at least what is given.
     *
     * @param match of fields
     * @return flows of all tables
     */
    public static FlowSelection matching(Match match) {
        return new FlowSelection(OptionalInt.empty(), match, OptionalInt.empty(), OptionalInt.empty(), 0, 0,
                OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * Selects the one flow that {@linkplain Flow#isSameRule is the same rule}.
     *
     * @param flow whose table, match, priority and program count
     * @return that flow, if it is there
     */
    public static FlowSelection exactly(Flow flow) {
        return new FlowSelection(OptionalInt.of(flow.table()), flow.match(), OptionalInt.of(flow.priority()),
                OptionalInt.of(flow.filterProgram()), 0, 0, OptionalInt.empty(), OptionalInt.empty());
    }

    /** {@return whether it means flows of exactly this match and priority} */
    public boolean isStrict() {
        return priority.isPresent();
    }

    /**
     * Says whether a flow is meant.
     *
     * @param flow to look at
     * @return true if it is
     */
    public boolean includes(Flow flow) {
        return (table.isEmpty() || table.getAsInt() == flow.table())
                && (program.isEmpty() || program.getAsInt() == flow.filterProgram())
                && ((flow.cookie() ^ cookie) & cookieMask) == 0
                && (isStrict()
                        ? priority.getAsInt() == flow.priority() && match.equals(flow.match())
                        : match.covers(flow.match()))
                && leadsThere(flow);
    }

    private boolean leadsThere(Flow flow) {
        if (outPort.isEmpty() && outGroup.isEmpty()) {
            return true;
        }
        ActionReferences references = ActionReferences.of(flow.actions());
        return (outPort.isEmpty() || references.ports().contains(outPort.getAsInt()))
                && (outGroup.isEmpty() || references.groups().contains(outGroup.getAsInt()));
    }
}
