package okko.switchd.table;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;

/** A flow that is in a table: the rule that the datapath has of it, and its age. */
final class FlowEntry {

    /** Place in the classifier of its table, as long as it is there. */
    final long rank;

    private Flow flow;
    private Rule rule;
    private long addedNs;

    /** What its counters said when they were looked at last, for the idle timeout. */
    private long packetsSeen;

    /** When they were last found to have changed. */
    private long usedNs;

    /** What makes it the rule that it is. */
    record Identity(int table, int priority, int program, Match match) {

        static Identity of(Flow flow) {
            return new Identity(flow.table(), flow.priority(), flow.filterProgram(), flow.match());
        }
    }

    FlowEntry(Flow flow, Rule rule, long rank, long nowNs) {
        this.flow = flow;
        this.rule = rule;
        this.rank = rank;
        this.addedNs = nowNs;
        this.usedNs = nowNs;
    }

    static Rule rule(Flow flow, List<Filter> filters, int threads) {
        List<FlowCounters> counters = Stream.generate(FlowCounters::new).limit(threads).toList();
        return new Rule(flow.table(), flow.priority(), flow.match(), filters, flow.actions(), counters)
                .withCookie(flow.cookie());
    }

    Flow flow() {
        return flow;
    }

    Rule rule() {
        return rule;
    }

    /** Takes another flow in that is the same rule; it begins to age now. */
    void become(Flow successor, long nowNs) {
        rule = rule.withActions(successor.actions()).withCookie(successor.cookie());
        flow = successor;
        addedNs = nowNs;
        usedNs = nowNs;
        packetsSeen = packets();
    }

    void act(List<Action> actions) {
        flow = flow.withActions(actions);
        rule = rule.withActions(flow.actions());
    }

    void filterBy(List<Filter> filters) {
        rule = rule.withFilters(filters);
    }

    private long packets() {
        return rule.counters().stream().mapToLong(FlowCounters::packets).sum();
    }

    FlowStatus status(long nowNs) {
        long bytes = rule.counters().stream().mapToLong(FlowCounters::bytes).sum();
        return new FlowStatus(flow, nowNs - addedNs, packets(), bytes, filterWork());
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

    /** Looks at its counters, and returns why it has to go now, or {@code null}. */
    RemovalReason overdue(long nowNs) {
        long packets = packets();
        if (packets != packetsSeen) {
            packetsSeen = packets;
            usedNs = nowNs;
        }
        if (flow.hardTimeout() > 0 && nowNs - addedNs >= TimeUnit.SECONDS.toNanos(flow.hardTimeout())) {
            return RemovalReason.HARD_TIMEOUT;
        }
        return flow.idleTimeout() > 0 && nowNs - usedNs >= TimeUnit.SECONDS.toNanos(flow.idleTimeout())
                ? RemovalReason.IDLE_TIMEOUT
                : null;
    }
}
