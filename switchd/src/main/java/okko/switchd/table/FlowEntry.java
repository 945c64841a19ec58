package okko.switchd.table;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.table.FlowChange.Counting;

/**
 * A flow that is in a table: the rule that the datapath has of it, and its age. When it changes, another entry takes
 * its place, and can give it back.
 */
final class FlowEntry {

    /** In the order in which they were added. */
    static final Comparator<FlowEntry> BY_AGE = Comparator.comparingLong(entry -> entry.sequence);

    private final Flow flow;
    private final Rule rule;

    /** Place in the classifier of its table. */
    private final long rank;

    private final long sequence;
    private final long addedNs;

    /** When it was added or modified: the hard timeout counts from here (ovs-ofctl(8), {@code hard_age}). */
    private final long changedNs;

    private final Use use;
    private final Identity identity;

    /** What makes it the rule that it is, in its table. */
    static final class Identity {

        private final int priority;
        private final int program;
        private final Match match;

        /** Kept, as there are several look-ups for each change. */
        private final int hash;

        Identity(int priority, int program, Match match) {
            this.priority = priority;
            this.program = program;
            this.match = match;
            hash = 31 * (31 * match.hashCode() + priority) + program;
        }

        static Identity of(Flow flow) {
            return new Identity(flow.priority(), flow.filterProgram(), flow.match());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && hash == identity.hash && priority == identity.priority
                    && program == identity.program && match.equals(identity.match);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** When some counters were last seen to have changed. */
    private static final class Use {

        private long packetsSeen;
        private long usedNs;

        Use(long usedNs) {
            this.usedNs = usedNs;
        }

        void look(long packets, long nowNs) {
            if (packets != packetsSeen) {
                packetsSeen = packets;
                usedNs = nowNs;
            }
        }
    }

    private FlowEntry(Flow flow, Rule rule, FlowEntry before, long addedNs, long changedNs, Use use) {
        this(flow, rule, before.rank, before.sequence, addedNs, changedNs, use, before.identity);
    }

    private FlowEntry(Flow flow, Rule rule, long rank, long sequence, long addedNs, long changedNs,
            Use use, Identity identity) {
        this.flow = flow;
        this.rule = rule;
        this.rank = rank;
        this.sequence = sequence;
        this.addedNs = addedNs;
        this.changedNs = changedNs;
        this.use = use;
        this.identity = identity;
    }

    /**
     * Makes an entry of its own.
     *
     * @param flow     that it is
     * @param rule     that the datapath has of it
     * @param rank     its place in the classifier
     * @param sequence higher than that of all before
     * @param nowNs    the time
     * @return the entry
     */
    static FlowEntry of(Flow flow, Rule rule, long rank, long sequence, long nowNs) {
        return new FlowEntry(flow, rule, rank, sequence, nowNs, nowNs, new Use(nowNs), Identity.of(flow));
    }

    static Rule rule(Flow flow, List<Filter> filters, int threads) {
        return new Rule(flow.table(), flow.priority(), flow.match(), filters, flow.actions(), counters(threads))
                .withCookie(flow.cookie());
    }

    private static List<FlowCounters> counters(int threads) {
        return Stream.generate(FlowCounters::new).limit(threads).toList();
    }

    Flow flow() {
        return flow;
    }

    Identity identity() {
        return identity;
    }

    Rule rule() {
        return rule;
    }

    long rank() {
        return rank;
    }

    /** {@return another flow that is the same rule; it begins to age now, but for when it was last used} */
    FlowEntry become(Flow successor, long nowNs) {
        Counting counting =
                successor.flags().contains(FlowFlag.RESET_COUNTS) ? Counting.BEGINS_ANEW : Counting.GOES_ON;
        Rule changed = rule.withActions(successor.actions()).withCookie(successor.cookie());
        return new FlowEntry(successor, counted(changed, counting), this, nowNs, nowNs, used(counting, nowNs));
    }

    /** {@return the same flow with other actions} */
    FlowEntry act(List<Action> actions, OptionalLong cookie, Counting counting, long nowNs) {
        Flow changed = flow.withActions(actions).withCookie(cookie.orElse(flow.cookie()));
        return new FlowEntry(changed, counted(rule.withActions(actions).withCookie(changed.cookie()), counting), this,
                addedNs, nowNs, used(counting, nowNs));
    }

    private Rule counted(Rule changed, Counting counting) {
        return switch (counting) {
            case GOES_ON -> changed;
            case BEGINS_ANEW -> changed.withCounters(counters(rule.counters().size()));
        };
    }

    private Use used(Counting counting, long nowNs) {
        use.look(rule.packets(), nowNs);
        return switch (counting) {
            case GOES_ON -> use;
            case BEGINS_ANEW -> new Use(use.usedNs);
        };
    }

    FlowEntry filterBy(List<Filter> filters) {
        return new FlowEntry(flow, rule.withFilters(filters), this, addedNs, changedNs, use);
    }

    FlowStatus status(long nowNs) {
        long packets = rule.packets();
        use.look(packets, nowNs);
        return new FlowStatus(flow, nowNs - addedNs, packets, rule.bytes(), nowNs - use.usedNs, nowNs - changedNs,
                filterWork());
    }

    private Filter.Work filterWork() {
        long runs = 0;
        double weightedNs = 0;
        for (Filter filter : rule.filters()) {
            Filter.Work work = filter.work();
            runs += work.runs();
            weightedNs += work.runs() * work.meanNs();
        }
        return new Filter.Work(runs, runs == 0 ? 0 : weightedNs / runs);
    }

    boolean canExpire() {
        return flow.idleTimeout() > 0 || flow.hardTimeout() > 0;
    }

    /** {@return when it will have to go if no packet comes from now on; as of its last change, not of its last use} */
    long deadlineNs() {
        long idleNs = flow.idleTimeout() > 0 ? TimeUnit.SECONDS.toNanos(flow.idleTimeout()) : Long.MAX_VALUE / 2;
        long hardNs = flow.hardTimeout() > 0 ? TimeUnit.SECONDS.toNanos(flow.hardTimeout()) : Long.MAX_VALUE / 2;
        return changedNs + Math.min(idleNs, hardNs);
    }

    /** Looks at its counters, for its idle age. */
    void look(long nowNs) {
        use.look(rule.packets(), nowNs);
    }

    /** Looks at its counters, and returns why it has to go now, or {@code null}. */
    RemovalReason overdue(long nowNs) {
        look(nowNs);
        if (flow.hardTimeout() > 0 && nowNs - changedNs >= TimeUnit.SECONDS.toNanos(flow.hardTimeout())) {
            return RemovalReason.HARD_TIMEOUT;
        }
        long idleNs = Math.min(nowNs - use.usedNs, nowNs - addedNs); // one in the place of an idle one may idle too
        return flow.idleTimeout() > 0 && idleNs >= TimeUnit.SECONDS.toNanos(flow.idleTimeout())
                ? RemovalReason.IDLE_TIMEOUT
                : null;
    }
}
