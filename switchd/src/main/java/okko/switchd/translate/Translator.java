package okko.switchd.translate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.action.AskFilter;
import okko.switchd.action.Continuation;
import okko.switchd.action.CountRule;
import okko.switchd.action.End;
import okko.switchd.action.Output;
import okko.switchd.action.Step;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.DropReason;

/** Translates the tables' rules for one flow key into steps, for one datapath thread. */
public final class Translator {

    private static final int FIRST_TABLE = 0;

    private final int thread;
    private Tables tables = Tables.EMPTY;

    /**
     * Makes a translator.
     *
     * @param thread number of the datapath thread that its steps are for
     */
    public Translator(int thread) {
        this.thread = thread;
    }

    /**
     * Replaces the tables.
     *
     * @param newTables to translate from now on
     */
    public void tables(Tables newTables) {
        tables = newTables;
    }

    /** {@return the tables that it translates} */
    public Tables tables() {
        return tables;
    }

    /**
     * Translates.
     *
     * @param key  of {@link FlowKey#WORDS} words, not changed
     * @param mask receives the bits that were looked at
     * @return first step of the way of each packet whose key agrees with this one in these bits
     */
    public Step translate(long[] key, long[] mask) {
        return lookUp(FIRST_TABLE, new Way(key.clone(), mask, Map.of()), _ -> new End(DropReason.FLOW_DROP),
                new End(DropReason.TABLE_MISS));
    }

    /** What is known at one point of the way. */
    private record Way(long[] key, long[] mask, Map<Rule, Boolean> answers) {

        Way knowing(Rule rule, boolean answer) {
            Map<Rule, Boolean> more = new HashMap<>(answers);
            more.put(rule, answer);
            return new Way(key, mask, more);
        }
    }

    /** What remains to be done at some point, when the way there is known. */
    @FunctionalInterface
    private interface Rest {

        Step translate(Way way);
    }

    private Step lookUp(int table, Way way, Rest rest, Step miss) {
        List<Rule> rules = tables.table(table).candidates(way.key, way.mask);
        return ask(rules, 0, way, rest, miss);
    }

    /** Asks the rules' filters in order; each branch knows what the ones before have answered. */
    private Step ask(List<Rule> rules, int index, Way way, Rest rest, Step miss) {
        if (index == rules.size()) {
            return miss;
        }
        Rule rule = rules.get(index);
        if (!rule.hasFilter() || way.answers.getOrDefault(rule, false)) {
            return execute(rule, way, rest);
        }
        if (way.answers.containsKey(rule)) {
            return ask(rules, index + 1, way, rest, miss);
        }
        return new AskFilter(rule.filter(thread), tables.generation(), () -> Continuation.NOT_KEPT,
                execute(rule, way.knowing(rule, true), rest),
                ask(rules, index + 1, way.knowing(rule, false), rest, miss));
    }

    private Step execute(Rule rule, Way way, Rest rest) {
        return new CountRule(rule.counters(thread), apply(rule.actions(), rule, way, rest));
    }

    private Step apply(List<Action> actions, Rule rule, Way way, Rest rest) {
        if (actions.isEmpty()) {
            return rest.translate(way);
        }
        Rest further = then -> apply(actions.subList(1, actions.size()), rule, then, rest);
        return switch (actions.getFirst()) {
            case Action.Output(int port) -> new Output(port, further.translate(way));
            case Action.Drop() -> rest.translate(way);
            case Action.Controller _, Action.SetField _, Action.SetVlan _, Action.Move _, Action.PushVlan _,
                    Action.PopVlan _, Action.PushMpls _, Action.PopMpls _, Action.DecTtl _, Action.DecMplsTtl _,
                    Action.Resubmit _, Action.Group _, Action.Program _, Action.Through _, Action.Meter _,
                    Action.ClearActions _, Action.WriteActions _, Action.WriteMetadata _, Action.GotoTable _ ->
                throw new UnsupportedOperationException("no steps yet for " + actions.getFirst());
        };
    }
}
