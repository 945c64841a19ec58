package okko.switchd.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import okko.switchd.flow.Action;
import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;

/** Rules for tests: one datapath thread, and nothing but outputs. */
public final class TestRules {

    private static final AtomicLong GENERATIONS = new AtomicLong();

    private TestRules() {}

    /** A rule of table 0; without ports it drops, without a filter the header fields decide alone. */
    public static Rule rule(int priority, Match match, Filter filter, int... ports) {
        List<Action> outputs = Arrays.stream(ports).mapToObj(port -> (Action) new Action.Output(port)).toList();
        return rule(0, priority, match, filter, outputs);
    }

    /** A rule of any table. */
    public static Rule rule(int table, int priority, Match match, Filter filter, List<Action> actions) {
        return new Rule(table, priority, match, filter == null ? List.of() : List.of(filter), actions,
                List.of(new FlowCounters()));
    }

    /** Tables with these rules in table 0, later than all made before. */
    public static Tables tables(List<Rule> rules) {
        return new Tables(GENERATIONS.incrementAndGet(), Map.of(0, new Classifier(rules)));
    }
}
