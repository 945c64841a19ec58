package okko.switchd.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.function.UnaryOperator;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.ClassifierBuilder;
import okko.switchd.classify.Facilities;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult.Finding;
import org.agrona.concurrent.NanoClock;

/**
 * All flows, groups and meters, from the side of control: changes here reach the datapath threads only with the next
 * {@link #snapshot()}. Confined to the control thread.
 *
 * <p>A flow keeps its filters and its counters from one snapshot to the next, so a change of one flow disturbs no
 * other. There are as many of both as datapath threads: each writes to its own.
 */
public final class FlowTables {

    /** In the order in which they were added. */
    private final Map<FlowEntry.Identity, FlowEntry> entries = new LinkedHashMap<>();

    /** Those with a timeout. */
    private final Set<FlowEntry> mortal = new LinkedHashSet<>();

    private final Map<Integer, ClassifierBuilder> builders = new TreeMap<>();

    /** As of the last snapshot, without those that have changed since. */
    private final Map<Integer, Classifier> classifiers = new TreeMap<>();

    private final Map<RemovalReason, Long> removals = new EnumMap<>(RemovalReason.class);
    private final Groups groups;
    private final Meters meters;
    private final FilterFactory filters;
    private final NanoClock clock;
    private final int threads;
    private long generation;
    private Facilities facilities = Facilities.NONE;

    /**
     * Starts without flows.
     *
     * @param filters makes the filters of flows with a program
     * @param clock   tells the age of flows
     * @param threads how many datapath threads there are
     */
    public FlowTables(FilterFactory filters, NanoClock clock, int threads) {
        this.filters = filters;
        this.clock = clock;
        groups = new Groups(threads);
        meters = new Meters(clock);
        this.threads = threads;
    }

    /** {@return the groups, to look at and to change} */
    public Groups groups() {
        return groups;
    }

    /** {@return the meters, to look at and to change} */
    public Meters meters() {
        return meters;
    }

    /**
     * Makes some changes in order, all of them or none.
     *
     * @param changes to make
     * @return what became of them
     */
    public ChangeResult apply(List<FlowChange> changes) {
        List<Finding> findings = new ArrayList<>();
        List<List<Filter>> prepared = new ArrayList<>();
        for (FlowChange change : changes) {
            List<Filter> made = List.of();
            try {
                check(change, changes.subList(0, prepared.size()));
                made = prepare(change);
            } catch (IllegalArgumentException e) {
                findings.add(new Finding(prepared.size(), e.getMessage()));
            }
            prepared.add(made);
        }
        if (!findings.isEmpty()) {
            prepared.forEach(made -> made.forEach(Filter::close)); // nobody has ever asked them
            return new ChangeResult.Refused(findings);
        }
        Tally tally = new Tally();
        for (int i = 0; i < changes.size(); i++) {
            switch (changes.get(i)) {
                case FlowChange.Add(Flow flow) -> add(flow, prepared.get(i), tally);
                case FlowChange.Modify(FlowSelection selection, List<Action> actions) ->
                    select(selection).forEach(entry -> modify(entry, actions, tally));
                case FlowChange.Delete(FlowSelection selection) ->
                    select(selection).forEach(entry -> remove(entry, RemovalReason.DELETE, tally));
            }
        }
        return tally.changed();
    }

    /** What came of changes so far. */
    private static final class Tally {

        private final List<Filter> unneeded = new ArrayList<>();
        private int added;
        private int modified;
        private int deleted;

        ChangeResult.Changed changed() {
            return new ChangeResult.Changed(added, modified, deleted, unneeded);
        }
    }

    private void check(FlowChange change, List<FlowChange> before) {
        switch (change) {
            case FlowChange.Add(Flow flow) -> check(flow);
            case FlowChange.Modify(FlowSelection selection, List<Action> actions) -> Stream
                    .concat(select(selection).stream().map(FlowEntry::flow), added(before).filter(selection::includes))
                    .forEach(flow -> check(flow.withActions(actions)));
            case FlowChange.Delete _ -> { }
        }
    }

    private static Stream<Flow> added(List<FlowChange> changes) {
        return changes.stream().mapMulti((change, flows) -> {
            if (change instanceof FlowChange.Add(Flow flow)) {
                flows.accept(flow);
            }
        });
    }

    private void check(Flow flow) {
        ActionReferences references = ActionReferences.of(flow.actions());
        groups.check(references);
        meters.check(references);
        if (references.gotoTable() != ActionReferences.NO_TABLE && references.gotoTable() <= flow.table()) {
            throw new IllegalArgumentException("goto_table leads to later tables only: table=%d goto_table=%d"
                    .formatted(flow.table(), references.gotoTable()));
        }
    }

    private List<Filter> prepare(FlowChange change) {
        return switch (change) {
            case FlowChange.Add(Flow flow) ->
                entries.containsKey(FlowEntry.Identity.of(flow)) ? List.of() : filters(flow);
            case FlowChange.Modify _, FlowChange.Delete _ -> List.of();
        };
    }

    private List<Filter> filters(Flow flow) {
        return flow.filterProgram() == Flow.NO_PROGRAM
                ? List.of()
                : IntStream.range(0, threads).mapToObj(thread -> filters.filter(flow.filterProgram(), thread)).toList();
    }

    private void add(Flow flow, List<Filter> made, Tally tally) {
        FlowEntry.Identity identity = FlowEntry.Identity.of(flow);
        FlowEntry old = entries.get(identity);
        tally.added++;
        if (old != null) {
            made.forEach(Filter::close); // the one that stands there is asked on
            old.become(flow, clock.nanoTime());
            replaced(old);
            return;
        }
        Rule rule = FlowEntry.rule(flow, made.isEmpty() ? filters(flow) : made, threads);
        long rank = builder(flow.table()).add(rule);
        FlowEntry entry = new FlowEntry(flow, rule, rank, clock.nanoTime());
        entries.put(identity, entry);
        noteTimeouts(entry);
    }

    private void modify(FlowEntry entry, List<Action> actions, Tally tally) {
        entry.act(actions);
        replaced(entry);
        tally.modified++;
    }

    private void replaced(FlowEntry entry) {
        builder(entry.flow().table()).replace(entry.rank, entry.rule());
        noteTimeouts(entry);
    }

    private void noteTimeouts(FlowEntry entry) {
        if (entry.canExpire()) {
            mortal.add(entry);
        } else {
            mortal.remove(entry);
        }
    }

    private void remove(FlowEntry entry, RemovalReason reason, Tally tally) {
        entries.remove(FlowEntry.Identity.of(entry.flow()));
        mortal.remove(entry);
        builder(entry.flow().table()).remove(entry.rank, entry.rule());
        removals.merge(reason, 1L, Long::sum);
        tally.deleted++;
        tally.unneeded.addAll(entry.rule().filters());
    }

    /** The rules of a table, to be changed. */
    private ClassifierBuilder builder(int table) {
        classifiers.remove(table);
        return builders.computeIfAbsent(table, _ -> new ClassifierBuilder());
    }

    private List<FlowEntry> select(FlowSelection selection) {
        if (selection.isStrict() && selection.table().isPresent() && selection.program().isPresent()) {
            FlowEntry entry = entries.get(new FlowEntry.Identity(selection.table().getAsInt(),
                    selection.priority().getAsInt(), selection.program().getAsInt(), selection.match()));
            return entry == null || !selection.includes(entry.flow()) ? List.of() : List.of(entry);
        }
        return entries.values().stream().filter(entry -> selection.includes(entry.flow())).toList();
    }

    /**
     * Removes flows whose time is over.
     *
     * @return what changed; nothing was added
     */
    public ChangeResult.Changed expire() {
        Tally tally = new Tally();
        long nowNs = clock.nanoTime();
        for (FlowEntry entry : List.copyOf(mortal)) {
            RemovalReason reason = entry.overdue(nowNs);
            if (reason != null) {
                remove(entry, reason, tally);
            }
        }
        return tally.changed();
    }

    /**
     * Removes the flows that ask a program or run it.
     *
     * @param program that is unloaded
     * @return what changed; nothing was added
     */
    public ChangeResult.Changed removeProgram(int program) {
        return remove(flow -> flow.filterProgram() == program
                || ActionReferences.of(flow.actions()).programs().contains(program), RemovalReason.PROGRAM_UNLOAD);
    }

    /**
     * Removes a group and the flows that lead to it.
     *
     * @param id of the group; there need not be one
     * @return what changed; nothing was added
     * @throws IllegalArgumentException if another group leads to it; the message is one line, and nothing has changed
     */
    public ChangeResult.Changed removeGroup(int id) {
        groups.remove(id);
        return remove(flow -> ActionReferences.of(flow.actions()).groups().contains(id), RemovalReason.GROUP_DELETE);
    }

    /**
     * Removes all groups, and the flows that lead to one.
     *
     * @return what changed; nothing was added
     */
    public ChangeResult.Changed removeGroups() {
        groups.clear();
        return remove(flow -> !ActionReferences.of(flow.actions()).groups().isEmpty(), RemovalReason.GROUP_DELETE);
    }

    /**
     * Removes a meter and the flows that use it.
     *
     * @param id of the meter; there need not be one
     * @return what changed; nothing was added
     */
    public ChangeResult.Changed removeMeter(int id) {
        meters.remove(id);
        return remove(flow -> ActionReferences.of(flow.actions()).meters().contains(id), RemovalReason.METER_DELETE);
    }

    /**
     * Removes all meters, and the flows that use one.
     *
     * @return what changed; nothing was added
     */
    public ChangeResult.Changed removeMeters() {
        meters.clear();
        return remove(flow -> !ActionReferences.of(flow.actions()).meters().isEmpty(), RemovalReason.METER_DELETE);
    }

    private ChangeResult.Changed remove(Predicate<Flow> which, RemovalReason reason) {
        Tally tally = new Tally();
        List<FlowEntry> chosen = entries.values().stream().filter(entry -> which.test(entry.flow())).toList();
        chosen.forEach(entry -> remove(entry, reason, tally));
        return tally.changed();
    }

    /**
     * Makes the filters of flows with a program anew; the flows go on counting.
     *
     * @param program number of the program
     * @return the old filters, to be closed when no datapath has the rules any more
     */
    public List<Filter> renewFilters(int program) {
        List<Filter> old = new ArrayList<>();
        for (FlowEntry entry : entries.values()) {
            if (entry.flow().filterProgram() == program) {
                old.addAll(entry.rule().filters());
                entry.filterBy(filters(entry.flow()));
                replaced(entry);
            }
        }
        return old;
    }

    /** {@return all flows with what they counted, by table, in the order in which they were added} */
    public List<FlowStatus> list() {
        return list(FlowSelection.ALL);
    }

    /**
     * Lists flows with what they counted.
     *
     * @param selection which
     * @return by table, in the order in which they were added
     */
    public List<FlowStatus> list(FlowSelection selection) {
        long nowNs = clock.nanoTime();
        return select(selection).stream()
                .map(entry -> entry.status(nowNs))
                .sorted(Comparator.comparingInt(status -> status.flow().table())) // stable
                .toList();
    }

    /**
     * Finds out what a rule was made of.
     *
     * @param rule of a snapshot
     * @return the flow; empty if it has changed since
     */
    public Optional<Flow> flow(Rule rule) {
        return entries.values().stream().filter(entry -> entry.rule() == rule).map(FlowEntry::flow).findAny();
    }

    /** {@return how many flows there are} */
    public int size() {
        return entries.size();
    }

    /** {@return how many flows went, by reason; those that never applied are left out} */
    public Map<RemovalReason, Long> removals() {
        return new EnumMap<>(removals);
    }

    /**
     * Changes what actions use besides tables and groups, for all snapshots from now on.
     *
     * @param change gives the new facilities for those of now; meters and dead ports are not among them
     */
    public void changeFacilities(UnaryOperator<Facilities> change) {
        facilities = change.apply(facilities);
    }

    /** {@return the rules as they are now, for all datapath threads} */
    public Tables snapshot() {
        builders.forEach((table, builder) -> classifiers.computeIfAbsent(table, _ -> builder.snapshot()));
        return new Tables(++generation, classifiers, groups.all(), meters.all(),
                facilities.withMeters(meters.states()).withGroups(groups.counters())
                        .withDeadPorts(groups.deadPorts()));
    }
}
