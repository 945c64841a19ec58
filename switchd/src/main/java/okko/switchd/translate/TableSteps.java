package okko.switchd.translate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.action.AskFilter;
import okko.switchd.action.Continuation;
import okko.switchd.action.CountRule;
import okko.switchd.action.LastAnswer;
import okko.switchd.action.LookAgain;
import okko.switchd.action.Step;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.PacketInReason;

/** Steps for what a table says: filters that are asked, and then the actions of the rule that matches. */
final class TableSteps {

    private final Translation tree;
    private final Tables tables;
    private final Witness witness;
    private final Instances instances;
    private final Translator.Pace pace;

    TableSteps(Translation tree, Tables tables, Translator.Circumstances circumstances) {
        this.tree = tree;
        this.tables = tables;
        witness = circumstances.witness();
        instances = circumstances.instances();
        pace = circumstances.pace();
    }

    /** What to do if no rule matches. */
    @FunctionalInterface
    interface Miss {

        Step goOn(Way way);
    }

    /** What is the same for all rules of one look-up. */
    private record LookUp(int table, List<Rule> rules, Rest rest, Miss miss) {

        /** How many more rules, than sent the packet where the look-up stands, have sent it to its table. */
        int resubmits() {
            return rest.action() instanceof Action.Resubmit ? 1 : 0;
        }
    }

    /**
     * Looks the packet up.
     *
     * @param table  to look in
     * @param inPort taken as the port that it came in by, for this look-up alone; empty to take the one of the key
     * @param rest   what remains; the look-up is its first action
     * @param way    up to here
     * @param miss   what to do if no rule matches
     * @return the steps from here on
     */
    Step lookUp(int table, OptionalInt inPort, Rest rest, Way way, Miss miss) {
        long[] looked = new long[FlowKey.WORDS];
        List<Rule> rules;
        if (inPort.isPresent()) {
            long[] key = way.key.clone();
            FieldValue port = FieldValue.of(Integer.toUnsignedLong(inPort.getAsInt()));
            Field.IN_PORT.write(key, port, Field.IN_PORT.exactMask());
            rules = tables.table(table).candidates(key, looked);
            Field.IN_PORT.write(looked, FieldValue.ZERO, Field.IN_PORT.exactMask());
        } else {
            rules = tables.table(table).candidates(way.key, looked);
        }
        if (!way.examine(looked)) {
            return tree.lookAgain(rest, way);
        }
        LookUp lookUp = new LookUp(table, rules, rest, miss);
        way.resubmits += lookUp.resubmits();
        witness.looksUp(table);
        Step steps = ask(lookUp, 0, way);
        witness.leaves();
        return steps;
    }

    /** Asks the rules' filters in order; each branch knows what the ones before have answered. */
    private Step ask(LookUp lookUp, int index, Way way) {
        if (index == lookUp.rules.size()) {
            witness.misses();
            FlowCounters counters = instances.misses(lookUp.table);
            Step next = lookUp.miss.goOn(way);
            return counters == null ? next : CountRule.of(counters, next);
        }
        Rule rule = lookUp.rules.get(index);
        if (!rule.hasFilter()) {
            return execute(rule, lookUp, way);
        }
        return switch (Answers.of(way.answers, rule)) {
            case MATCH -> execute(rule, lookUp, way);
            case NO_MATCH -> ask(lookUp, index + 1, way);
            case NOTHING -> branch(rule, lookUp, index, way);
        };
    }

    private Step branch(Rule rule, LookUp lookUp, int index, Way way) {
        Filter filter = instances.filter(rule);
        Optional<ByteRanges> bytes = filter.dependsOnlyOn().filter(LastAnswer::isWorthWhile);
        bytes.ifPresent(read -> way.examineFresh(FrameLayout.fieldsIn(read, way)));
        Continuation again = again(lookUp, way);
        if (!tree.takeStep()) {
            return new LookAgain(again);
        }
        Way matching = way.copy();
        matching.answers = new Answers(rule, true, way.answers);
        way.answers = new Answers(rule, false, way.answers);
        if (pace == Translator.Pace.STEP_BY_STEP) {
            tree.leaveStep();
            return new AskFilter(filter, tables.generation(), again, new LookAgain(again(lookUp, matching)),
                    new LookAgain(again(lookUp, way)));
        }
        try {
            witness.asks(rule, true);
            Step match = execute(rule, lookUp, matching);
            witness.leaves();
            witness.asks(rule, false);
            Step otherwise = ask(lookUp, index + 1, way);
            witness.leaves();
            return new AskFilter(filter, tables.generation(), again, match, otherwise);
        } finally {
            tree.leaveStep();
        }
    }

    /** {@return what remains if the look-up is done once more, by what the filters have answered up to here} */
    private static Continuation again(LookUp lookUp, Way way) {
        way.resubmits -= lookUp.resubmits();
        Remainder remainder = way.remainder(lookUp.rest, way.passes);
        way.resubmits += lookUp.resubmits();
        return Continuations.unnumbered(remainder);
    }

    private Step execute(Rule rule, LookUp lookUp, Way way) {
        int depth = lookUp.rest.origin().depth() + lookUp.resubmits();
        boolean isForMisses = rule.priority() == 0 && rule.match().equals(Match.ANY);
        Rest.Origin origin = new Rest.Origin(rule.table(), rule.cookie(), depth,
                isForMisses ? PacketInReason.NO_MATCH : PacketInReason.ACTION);
        witness.executes(rule);
        Step next = tree.goOn(Rest.of(rule.actions(), origin, lookUp.rest.further()), way);
        witness.leaves();
        return CountRule.of(instances.counters(rule), next);
    }
}
