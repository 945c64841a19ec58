package okko.switchd.classify;

import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Placement;

/** A rule as the datapath sees it. Immutable, but for its counters. */
public final class Rule {

    private final int priority;
    private final Match match;
    private final Filter filter;
    private final Placement placement;
    private final int[] outputPorts;
    private final FlowCounters counters;

    /**
     * Makes a rule.
     *
     * @param priority    higher ones are asked first
     * @param match       header fields that the packet must have
     * @param filter      what must agree besides, or {@code null} if the header fields alone decide
     * @param outputPorts where matching packets go to; empty to drop them. Not copied
     * @param counters    of matching packets
     */
    public Rule(int priority, Match match, Filter filter, int[] outputPorts, FlowCounters counters) {
        this.priority = priority;
        this.match = match;
        this.filter = filter;
        this.placement = filter == null ? null : filter.placement();
        this.outputPorts = outputPorts;
        this.counters = counters;
    }

    /** {@return its priority} */
    public int priority() {
        return priority;
    }

    /** {@return the header fields that a packet must have} */
    public Match match() {
        return match;
    }

    /** {@return whether something must agree besides} */
    public boolean hasFilter() {
        return filter != null;
    }

    /**
     * Asks the filter.
     *
     * @param frame       address of the frame's first byte
     * @param lengthBytes of the frame
     * @return whether the packet, whose header fields match, matches altogether; to be asked once
     */
    public boolean filterMatches(long frame, int lengthBytes) {
        return filter.matches(frame, lengthBytes);
    }

    /**
     * Tells the filter what its program answered elsewhere, instead of asking it.
     *
     * @param matches whether the packet, whose header fields match, matches altogether
     */
    public void filterAnswered(boolean matches) {
        filter.answered(matches);
    }

    /** {@return where the filter is to be asked; {@code null} if there is none} */
    public Placement placement() {
        return placement;
    }

    /** {@return ports that matching packets go to; the rule's own array, not to be changed} */
    public int[] outputPorts() {
        return outputPorts;
    }

    /** {@return counters of matching packets} */
    public FlowCounters counters() {
        return counters;
    }
}
