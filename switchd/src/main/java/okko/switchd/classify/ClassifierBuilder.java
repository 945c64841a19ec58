package okko.switchd.classify;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import okko.switchd.flow.Match;

/**
 * The rules of one table as they change: makes {@link Classifier}s, each of which shares with the one before what did
 * not change in between. Confined to the control thread.
 */
public final class ClassifierBuilder {

    private static final PrefixField[] PREFIX_FIELDS = PrefixField.values();

    private final Map<StagedMask, Slot> slots = new HashMap<>();

    /** The highest priority first; a slot's place in here must be given up before its priority changes. */
    private final TreeSet<Slot> order =
            new TreeSet<>(Comparator.comparingInt((Slot slot) -> -slot.highestPriority())
                    .thenComparing(slot -> slot.id));

    private final PrefixTrie[] tries = new PrefixTrie[PREFIX_FIELDS.length];
    private Edit edit = new Edit();
    private long sequence;
    private long slotsMade;

    /** Starts without rules. */
    public ClassifierBuilder() {
        Arrays.fill(tries, PrefixTrie.EMPTY);
    }

    /**
     * Adds a rule, behind all that have its priority.
     *
     * @param rule to add
     * @return its rank, by which it can be replaced and removed; no other rule has it
     */
    public long add(Rule rule) {
        long rank = RankedRule.rank(rule.priority(), sequence++);
        restore(rank, rule);
        return rank;
    }

    /**
     * Adds a rule where it was before it was removed.
     *
     * @param rank that it had
     * @param rule to add
     */
    public void restore(long rank, Rule rule) {
        Slot slot = slots.computeIfAbsent(StagedMask.of(rule.match()), mask -> new Slot(mask, slotsMade++));
        if (slot.highestPriority() < rule.priority() || slot.subtable.isEmpty()) {
            order.remove(slot);
            slot.add(rank, rule, edit);
            order.add(slot);
        } else {
            slot.add(rank, rule, edit);
        }
        for (PrefixField field : PREFIX_FIELDS) {
            int length = field.prefixLength(rule.match());
            if (length > 0) {
                tries[field.ordinal()] = tries[field.ordinal()].with(field.octets(rule.match()), length, edit);
            }
        }
    }

    /**
     * Puts a rule into the place of another one of the same match and priority.
     *
     * @param rank of the old rule
     * @param rule the new one
     */
    public void replace(long rank, Rule rule) {
        slots.get(StagedMask.of(rule.match())).replace(rank, rule, edit);
    }

    /**
     * Removes a rule.
     *
     * @param rank of the rule
     * @param rule that has it
     */
    public void remove(long rank, Rule rule) {
        Match match = rule.match();
        StagedMask mask = StagedMask.of(match);
        Slot slot = slots.get(mask);
        if (slot.isLastOfHighest(rule)) {
            order.remove(slot);
            slot.remove(rank, rule, edit);
            if (slot.subtable.isEmpty()) {
                slots.remove(mask);
            } else {
                order.add(slot);
            }
        } else {
            slot.remove(rank, rule, edit);
        }
        for (PrefixField field : PREFIX_FIELDS) {
            int length = field.prefixLength(match);
            if (length > 0) {
                tries[field.ordinal()] = tries[field.ordinal()].without(field.octets(match), length, edit);
            }
        }
    }

    /**
     * Says whether a packet could match a rule and another one of equal priority; filters are not asked.
     *
     * @param match    of the other one
     * @param priority of the other one
     * @return true if there is such a rule
     */
    public boolean overlaps(Match match, int priority) {
        return order.stream()
                .takeWhile(slot -> slot.highestPriority() >= priority)
                .anyMatch(slot -> slot.overlaps(match, priority));
    }

    /** {@return where in the order of look-ups the rules of a match's mask are, for those there are now} */
    public ToIntFunction<Match> places() {
        Map<StagedMask, Integer> places = new HashMap<>();
        order.forEach(slot -> places.put(slot.mask, places.size()));
        return match -> places.get(StagedMask.of(match));
    }

    /** {@return the rules as they are now} */
    public Classifier snapshot() {
        edit = new Edit();
        return new Classifier(subtables(), tries());
    }

    Subtable[] subtables() {
        return order.stream().map(slot -> slot.subtable).toArray(Subtable[]::new);
    }

    PrefixTrie[] tries() {
        return tries.clone();
    }

    /** The subtable of one mask, and what it takes to change it. */
    private static final class Slot {

        private final StagedMask mask;
        private final long id;

        /** How many rules there are of each priority. */
        private final TreeMap<Integer, Integer> rulesByPriority = new TreeMap<>();

        /** By match and rank, the rules of matches that have several: the subtable has only those that may be asked. */
        private final Map<Match, TreeMap<Long, Rule>> crowded = new HashMap<>();

        private Subtable subtable;

        Slot(StagedMask mask, long id) {
            this.mask = mask;
            this.subtable = Subtable.empty(mask);
            this.id = id;
        }

        int highestPriority() {
            return subtable.highestPriority();
        }

        boolean overlaps(Match match, int priority) {
            if (!rulesByPriority.containsKey(priority)) {
                return false;
            }
            if (mask.isPartOf(match)) {
                RankedRule rules = subtable.find(match);
                return rules != null && has(rules, priority);
            }
            return subtable.any(rules -> rules.rule().match().overlaps(match) && has(rules, priority));
        }

        /** Whether there is a rule of a priority among all those of one match. */
        private boolean has(RankedRule asked, int priority) {
            TreeMap<Long, Rule> rules = crowded.get(asked.rule().match());
            return rules == null
                    ? asked.rule().priority() == priority
                    : rules.values().stream().anyMatch(rule -> rule.priority() == priority);
        }

        boolean isLastOfHighest(Rule rule) {
            return rule.priority() == highestPriority() && rulesByPriority.get(rule.priority()) == 1;
        }

        void add(long rank, Rule rule, Edit edit) {
            rulesByPriority.merge(rule.priority(), 1, Integer::sum);
            if (subtable.find(rule.match()) == null) {
                int highest = Math.max(rule.priority(), subtable.isEmpty() ? 0 : highestPriority());
                subtable = subtable.with(rule.match(), new RankedRule(rank, rule, null), highest, edit);
            } else {
                change(rule.match(), rules -> rules.put(rank, rule), edit);
            }
        }

        void replace(long rank, Rule rule, Edit edit) {
            change(rule.match(), rules -> rules.put(rank, rule), edit);
        }

        void remove(long rank, Rule rule, Edit edit) {
            rulesByPriority.computeIfPresent(rule.priority(), (_, count) -> count == 1 ? null : count - 1);
            change(rule.match(), rules -> rules.remove(rank), edit);
        }

        private void change(Match match, Consumer<TreeMap<Long, Rule>> change, Edit edit) {
            TreeMap<Long, Rule> rules = crowded.remove(match);
            if (rules == null) {
                rules = new TreeMap<>();
                RankedRule only = subtable.find(match);
                if (only != null) {
                    rules.put(only.rank(), only.rule());
                }
            }
            change.accept(rules);
            if (rules.size() > 1) {
                crowded.put(match, rules);
            }
            int priority = rulesByPriority.isEmpty() ? 0 : rulesByPriority.lastKey();
            subtable = rules.isEmpty()
                    ? subtable.without(match, priority, edit)
                    : subtable.with(match, RankedRule.chain(rules), priority, edit);
        }
    }
}
