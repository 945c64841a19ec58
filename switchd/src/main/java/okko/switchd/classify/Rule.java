package okko.switchd.classify;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;

/** A rule of a table as the datapath threads have it: with a filter and counters for each of them. */
public final class Rule {

    private static final Filter[] NO_FILTERS = {};

    private final int table;
    private final int priority;
    private final Match match;
    private final Filter[] filters;
    private final FlowCounters[] counters;
    private final List<Action> actions;
    private final long cookie;

    /**
     * Makes a rule.
     *
     * @param table    number of its table
     * @param priority of the rules that match, the one with the highest decides
     * @param match    header fields
     * @param filters  what has to match as well, for each datapath thread its own; empty if nothing has to
     * @param actions  what to do with a packet
     * @param counters for each datapath thread its own
     */
    public Rule(int table, int priority, Match match, List<Filter> filters, List<Action> actions,
            List<FlowCounters> counters) {
        this(table, priority, match, filters.toArray(NO_FILTERS), List.copyOf(actions),
                counters.toArray(FlowCounters[]::new), 0);
    }

    private Rule(int table, int priority, Match match, Filter[] filters, List<Action> actions,
            FlowCounters[] counters, long cookie) {
        this.table = table;
        this.priority = priority;
        this.match = match;
        this.filters = filters;
        this.actions = actions;
        this.counters = counters;
        this.cookie = cookie;
    }

    /** {@return number of its table} */
    public int table() {
        return table;
    }

    /** {@return its priority} */
    public int priority() {
        return priority;
    }

    /** {@return what it asks of the header fields} */
    public Match match() {
        return match;
    }

    /** {@return whether a filter has to match as well} */
    public boolean hasFilter() {
        return filters.length > 0;
    }

    /**
     * Returns what has to match as well.
     *
     * @param thread number of the datapath thread
     * @return its filter, if {@link #hasFilter()}
     */
    public Filter filter(int thread) {
        return filters[thread];
    }

    /**
     * Returns what counts its packets.
     *
     * @param thread number of the datapath thread
     * @return its counters
     */
    public FlowCounters counters(int thread) {
        return counters[thread];
    }

    /** {@return what counts its packets, by the number of the datapath thread} */
    public List<FlowCounters> counters() {
        return List.of(counters);
    }

    /** {@return what has to match as well, by the number of the datapath thread; empty if nothing has to} */
    public List<Filter> filters() {
        return List.of(filters);
    }

    /** {@return what to do with a packet} */
    public List<Action> actions() {
        return actions;
    }

    /** {@return the number that its user gave it} */
    public long cookie() {
        return cookie;
    }

    /**
     * Gives it another cookie.
     *
     * @param newCookie that controllers are told
     * @return a rule of the same match, with the same filters, counters and actions
     */
    public Rule withCookie(long newCookie) {
        return new Rule(table, priority, match, filters, actions, counters, newCookie);
    }

    /**
     * Gives it other actions.
     *
     * @param newActions what to do with a packet
     * @return a rule of the same match, with the same filters and counters
     */
    public Rule withActions(List<Action> newActions) {
        return new Rule(table, priority, match, filters, List.copyOf(newActions), counters, cookie);
    }

    /**
     * Gives it other counters.
     *
     * @param newCounters for each datapath thread its own
     * @return a rule of the same match, with the same filters and actions
     */
    public Rule withCounters(List<FlowCounters> newCounters) {
        return new Rule(table, priority, match, filters, actions, newCounters.toArray(FlowCounters[]::new), cookie);
    }

    /** {@return packets that all datapath threads have counted} */
    public long packets() {
        long sum = 0;
        for (FlowCounters counted : counters) {
            sum += counted.packets();
        }
        return sum;
    }

    /** {@return bytes that all datapath threads have counted} */
    public long bytes() {
        long sum = 0;
        for (FlowCounters counted : counters) {
            sum += counted.bytes();
        }
        return sum;
    }

    /**
     * Gives it other filters.
     *
     * @param newFilters for each datapath thread its own
     * @return a rule of the same match, with the same actions and counters
     */
    public Rule withFilters(List<Filter> newFilters) {
        return new Rule(table, priority, match, newFilters.toArray(NO_FILTERS), actions, counters, cookie);
    }
}
