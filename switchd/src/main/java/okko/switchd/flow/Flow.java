package okko.switchd.flow;

import java.util.List;
import okko.switchd.action.Action;

/**
 * A rule as somebody wrote it.
 *
 * @param priority      0 to 65,535; of the rules that match, the one with the highest decides
 * @param match         header fields that a packet must have
 * @param filterProgram number of the program that must return 1 for it as well, or {@link #NO_PROGRAM}
 * @param actions       what to do with the packet, in order; at least one
 * @param cookie        a number of the user's own
 */
public record Flow(int priority, Match match, int filterProgram, List<Action> actions, long cookie) {

    /** Priority of a flow that names none, as in OpenFlow 1.0's {@code OFP_DEFAULT_PRIORITY}. */
    public static final int DEFAULT_PRIORITY = 0x8000;

    /** Highest priority and highest number of a program. */
    public static final int MAX_16_BITS = 0xffff;

    /** The header fields alone decide. */
    public static final int NO_PROGRAM = 0;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a number is out of range, there is no action, or {@code drop} is not alone
     */
    public Flow {
        actions = List.copyOf(actions);
        if (priority < 0 || priority > MAX_16_BITS) {
            throw new IllegalArgumentException("priority must be 0 to 65535: priority=" + priority);
        }
        if (filterProgram < 0 || filterProgram > MAX_16_BITS) {
            throw new IllegalArgumentException("filter_prog must be 0 to 65535: filter_prog=" + filterProgram);
        }
        if (actions.isEmpty() || actions.size() > 1 && actions.contains(new Action.Drop())) {
            throw new IllegalArgumentException("actions must be outputs, or drop alone: actions=" + actions);
        }
    }

    /**
     * Says whether two flows are the same rule, so that adding one replaces the other. OpenFlow says so of equal match
     * and priority; the program is a part of the match here, so rules that differ in it stand side by side.
     *
     * @param other flow
     * @return true if priority, match and program are equal
     */
    public boolean isSameRule(Flow other) {
        return priority == other.priority && filterProgram == other.filterProgram && match.equals(other.match);
    }

    /** {@return the flow in ovs-ofctl syntax} */
    @Override
    public String toString() {
        return FlowText.print(this);
    }
}
