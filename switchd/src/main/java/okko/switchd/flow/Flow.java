package okko.switchd.flow;

import java.util.List;
import java.util.Set;

/**
 * A rule as somebody wrote it.
 *
 * @param table         number of the table that it is in, 0 to 254
 * @param priority      0 to 65,535; of the rules that match, the one with the highest decides
 * @param match         header fields that a packet must have
 * @param filterProgram number of the program that must return 1 for it as well, or {@link #NO_PROGRAM}
 * @param actions       what to do with the packet, in order; none to drop it
 * @param cookie        a number of the user's own
 * @param idleTimeout   seconds without a packet after which it goes; 0 for never
 * @param hardTimeout   seconds after which it goes; 0 for never
 * @param importance    0 to 65,535; those with the lowest are evicted first
 * @param flags         what its controller wishes
 */
public record Flow(int table, int priority, Match match, int filterProgram, List<Action> actions, long cookie,
        int idleTimeout, int hardTimeout, int importance, Set<FlowFlag> flags) {

    /** Highest number of a table (OpenFlow 1.3, {@code OFPTT_MAX}). */
    public static final int MAX_TABLE = 254;

    /** Priority of a flow that names none, as in OpenFlow 1.0's {@code OFP_DEFAULT_PRIORITY}. */
    public static final int DEFAULT_PRIORITY = 0x8000;

    /** Highest priority and highest number of a program. */
    public static final int MAX_16_BITS = 0xffff;

    /** The header fields alone decide. */
    public static final int NO_PROGRAM = 0;

    /**
     * Makes a flow of the first table that stays.
     *
     * @param priority      as above
     * @param match         as above
     * @param filterProgram as above
     * @param actions       as above
     * @param cookie        as above
     */
    public Flow(int priority, Match match, int filterProgram, List<Action> actions, long cookie) {
        this(0, priority, match, filterProgram, actions, cookie, 0, 0);
    }

    /**
     * Makes a flow of no importance, without wishes.
     *
     * @param table         as above
     * @param priority      as above
     * @param match         as above
     * @param filterProgram as above
     * @param actions       as above
     * @param cookie        as above
     * @param idleTimeout   as above
     * @param hardTimeout   as above
     */
    public Flow(int table, int priority, Match match, int filterProgram, List<Action> actions, long cookie,
            int idleTimeout, int hardTimeout) {
        this(table, priority, match, filterProgram, actions, cookie, idleTimeout, hardTimeout, 0, Set.of());
    }

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a number is out of range, or {@code drop} is not alone
     */
    public Flow {
        actions = List.copyOf(actions);
        flags = Set.copyOf(flags);
        check("table", table, MAX_TABLE);
        check("priority", priority, MAX_16_BITS);
        check("filter_prog", filterProgram, MAX_16_BITS);
        check("idle_timeout", idleTimeout, MAX_16_BITS);
        check("hard_timeout", hardTimeout, MAX_16_BITS);
        check("importance", importance, MAX_16_BITS);
        if (actions.size() > 1 && actions.contains(new Action.Drop())) {
            throw new IllegalArgumentException("drop must be the only action: actions=" + actions);
        }
    }

    private static void check(String name, int value, int maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException(name + " must be 0 to " + maximum + ": " + name + "=" + value);
        }
    }

    /**
     * Replaces the wishes.
     *
     * @param newFlags from now on
     * @return the same flow otherwise
     */
    public Flow withFlags(Set<FlowFlag> newFlags) {
        return new Flow(table, priority, match, filterProgram, actions, cookie, idleTimeout, hardTimeout, importance,
                newFlags);
    }

    /**
     * Says whether two flows are the same rule, so that adding one replaces the other. OpenFlow says so of equal match
     * and priority; the program is a part of the match here, so rules that differ in it stand side by side.
     *
     * @param other flow
     * @return true if table, priority, match and program are equal
     */
    public boolean isSameRule(Flow other) {
        return table == other.table && priority == other.priority
                && filterProgram == other.filterProgram && match.equals(other.match);
    }

    /**
     * Gives it other actions.
     *
     * @param newActions what to do with the packet
     * @return the same rule
     */
    public Flow withActions(List<Action> newActions) {
        return new Flow(table, priority, match, filterProgram, newActions, cookie, idleTimeout, hardTimeout,
                importance, flags);
    }

    /**
     * Gives it another cookie.
     *
     * @param newCookie of its user's
     * @return the same rule
     */
    public Flow withCookie(long newCookie) {
        return new Flow(table, priority, match, filterProgram, actions, newCookie, idleTimeout, hardTimeout,
                importance, flags);
    }

    /** {@return the flow in ovs-ofctl syntax} */
    @Override
    public String toString() {
        return FlowText.print(this);
    }
}
