package okko.switchd.classify;

import java.util.IdentityHashMap;
import java.util.Map;
import okko.switchd.packet.Question;

/**
 * A list of rules to try in order: the first, and what to do if its filter says no. Ends with a rule without a filter,
 * or with no rule.
 *
 * <p>Equal lists of one table are one object: each remembers the lists that begin with a rule and go on with itself.
 * So classifying allocates only when a combination of rules is met for the first time.
 *
 * <p>A packet whose first rule's filter runs elsewhere waits there with its decision as the question, and goes on from
 * it.
 */
public final class Decision implements Question {

    private final RuleTable table;
    private final Rule rule;
    private final boolean isFinal;
    private final Decision otherwise;

    /** Made when needed: most lists are only the rest of themselves. */
    private Map<Rule, Decision> longer;

    private Decision(RuleTable table, Rule rule, Decision otherwise) {
        this.table = table;
        this.rule = rule;
        this.isFinal = rule == null || !rule.hasFilter();
        this.otherwise = otherwise;
    }

    static Decision miss(RuleTable table) {
        return new Decision(table, null, null);
    }

    /** {@return the table whose rules these are} */
    public RuleTable table() {
        return table;
    }

    /** {@return whether there is no filter to ask: the packet matches {@link #rule()}, or misses the table} */
    public boolean isFinal() {
        return isFinal;
    }

    /** {@return the rule to try; {@code null} if there is none left, and the packet misses the table} */
    public Rule rule() {
        return rule;
    }

    /** {@return what to try if the rule's filter says no; not to be asked if this is final} */
    public Decision otherwise() {
        return otherwise;
    }

    /** {@return the list that begins with a rule and goes on with this one, if it was met before, else {@code null}} */
    Decision known(Rule first) {
        return longer == null ? null : longer.get(first);
    }

    /** {@return a new list that begins with a rule and goes on with this one} */
    Decision precededBy(Rule first) {
        return new Decision(table, first, this);
    }

    void remember(Decision list) {
        if (longer == null) {
            longer = new IdentityHashMap<>();
        }
        longer.put(list.rule, list);
    }
}
