package okko.switchd.table;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.Facilities;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult.Changed;
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

    /** How often flows without a timeout are looked at, for their idle age, when there are not very many. */
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    /** How much longer that may take for each flow, so that looking is never a tenth of what control does. */
    private static final long LOOK_NS_PER_FLOW = 1_000;

    private final Map<Integer, FlowTable> tables = new TreeMap<>();
    private final Map<RemovalReason, Long> removals = new EnumMap<>(RemovalReason.class);
    private final Journal journal = new Journal();
    private final Groups groups;
    private final Meters meters;
    private final FilterFactory filters;
    private final NanoClock clock;
    private final int threads;
    private long generation;
    private Facilities facilities = Facilities.NONE;
    private long nextLookNs;

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
        this.threads = threads;
        groups = new Groups(threads, clock, journal);
        meters = new Meters(clock, journal);
        nextLookNs = clock.nanoTime();
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
     * Has somebody hear of what happens to flows from now on.
     *
     * @param listener that hears
     */
    public void listen(TableListener listener) {
        journal.listener(listener);
    }

    /** {@return this moment, to which flows, groups, meters and the configuration of tables can be brought back} */
    public Savepoint savepoint() {
        return new Savepoint(journal);
    }

    /**
     * Makes some changes in order, all of them or none, for the switch itself.
     *
     * @param changes to make
     * @return what became of them
     */
    public ChangeResult apply(List<FlowChange> changes) {
        return apply(changes, Origin.SWITCH);
    }

    /**
     * Makes some changes in order, all of them or none.
     *
     * @param changes to make
     * @param origin  who wants them
     * @return what became of them
     */
    public ChangeResult apply(List<FlowChange> changes, Origin origin) {
        Savepoint before = savepoint();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            try {
                apply(changes.get(i), origin);
            } catch (OpenFlowException e) {
                findings.add(Finding.of(i, e));
            }
        }
        if (findings.isEmpty()) {
            return before.keep();
        }
        before.undo();
        return new ChangeResult.Refused(findings);
    }

    private void apply(FlowChange change, Origin origin) throws OpenFlowException {
        switch (change) {
            case FlowChange.Add(Flow flow) -> add(flow, origin);
            case FlowChange.Modify modify -> modify(modify, origin);
            case FlowChange.Delete(FlowSelection flows) ->
                select(flows).forEach(entry -> remove(entry, RemovalReason.DELETE, origin));
        }
    }

    private void check(ActionReferences references) throws OpenFlowException {
        groups.check(references);
        meters.check(references);
    }

    private static void checkOrder(int table, ActionReferences references) throws OpenFlowException {
        if (references.gotoTable() != ActionReferences.NO_TABLE && references.gotoTable() <= table) {
            throw new OpenFlowException(OpenFlowError.OFPBIC_BAD_TABLE_ID,
                    "goto_table leads to later tables only: table=%d goto_table=%d"
                            .formatted(table, references.gotoTable()));
        }
    }

    private void add(Flow flow, Origin origin) throws OpenFlowException {
        ActionReferences references = ActionReferences.of(flow.actions());
        check(references);
        checkOrder(flow.table(), references);
        FlowTable table = table(flow.table());
        FlowEntry old = table.same(flow);
        if (old != null) {
            table.replace(old, old.become(flow, clock.nanoTime()));
            journal.added(List.of()); // the filters that stand there are asked on
        } else {
            if (flow.flags().contains(FlowFlag.CHECK_OVERLAP) && table.overlaps(flow)) {
                throw new OpenFlowException(OpenFlowError.OFPFMFC_OVERLAP,
                        "a flow of the same priority overlaps: " + flow);
            }
            makeRoom(table, flow, origin);
            List<Filter> made = filters(flow);
            journal.added(made);
            table.add(flow, FlowEntry.rule(flow, made, threads), clock.nanoTime());
        }
        journal.happened(new TableEvent.Added(flow, origin));
    }

    private void makeRoom(FlowTable table, Flow flow, Origin origin) throws OpenFlowException {
        if (table.size() < table.room().maxFlows()) {
            return;
        }
        FlowEntry victim = table.room().victim(flow.importance());
        if (victim == null) {
            throw new OpenFlowException(OpenFlowError.OFPFMFC_TABLE_FULL,
                    "table %d is full: it has %d flows".formatted(table.number(), table.size()));
        }
        remove(victim, RemovalReason.EVICTION, origin);
    }

    private List<Filter> filters(Flow flow) throws OpenFlowException {
        if (flow.filterProgram() == Flow.NO_PROGRAM) {
            return List.of();
        }
        try {
            return newFilters(flow.filterProgram());
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_VALUE, e.getMessage());
        }
    }

    private List<Filter> newFilters(int program) {
        return IntStream.range(0, threads).mapToObj(thread -> filters.filter(program, thread)).toList();
    }

    private void modify(FlowChange.Modify change, Origin origin) throws OpenFlowException {
        List<FlowEntry> chosen = select(change.flows());
        if (chosen.isEmpty() && change.otherwise().isPresent()) {
            add(change.otherwise().get(), origin);
            return;
        }
        ActionReferences references = ActionReferences.of(change.actions());
        check(references);
        for (FlowEntry entry : chosen) {
            checkOrder(entry.flow().table(), references);
            FlowEntry changed = entry.act(change.actions(), change.cookie(), change.counting(), clock.nanoTime());
            table(entry.flow().table()).replace(entry, changed);
            journal.modified();
            if (!changed.flow().equals(entry.flow())) {
                journal.happened(new TableEvent.Modified(entry.flow(), changed.flow(), origin));
            }
        }
    }

    private void remove(FlowEntry entry, RemovalReason reason, Origin origin) {
        table(entry.flow().table()).remove(entry);
        removals.merge(reason, 1L, Long::sum);
        journal.done(() -> removals.merge(reason, -1L, Long::sum));
        journal.deleted(entry.rule().filters());
        journal.happened(new TableEvent.Removed(entry.status(clock.nanoTime()), reason, origin));
    }

    private FlowTable table(int number) {
        return tables.computeIfAbsent(number, _ -> new FlowTable(number, journal));
    }

    private List<FlowEntry> select(FlowSelection selection) {
        if (selection.table().isPresent()) {
            FlowTable table = tables.get(selection.table().getAsInt());
            return table == null ? List.of() : table.select(selection);
        }
        return tables.values().stream().flatMap(table -> table.select(selection).stream()).toList();
    }

    /**
     * Removes flows whose time is over.
     *
     * @return what changed; nothing was added
     */
    public Changed expire() {
        Savepoint before = savepoint();
        long nowNs = clock.nanoTime();
        for (FlowTable table : tables.values()) {
            table.overdue(nowNs).forEach(entry -> remove(entry, entry.overdue(nowNs), Origin.SWITCH));
        }
        if (nowNs - nextLookNs >= 0) {
            tables.values().forEach(table -> table.look(nowNs));
            nextLookNs = nowNs + Math.max(LOOK_NS, size() * LOOK_NS_PER_FLOW);
        }
        return before.keep();
    }

    /**
     * Removes the flows that ask a program or run it.
     *
     * @param program that is unloaded
     * @return what changed; nothing was added
     */
    public Changed removeProgram(int program) {
        return remove(flow -> flow.filterProgram() == program
                || ActionReferences.of(flow.actions()).programs().contains(program),
                RemovalReason.PROGRAM_UNLOAD, Origin.SWITCH);
    }

    /**
     * Removes a group and the flows that lead to it.
     *
     * @param id     of the group; there need not be one
     * @param origin who wants it
     * @return what changed; nothing was added
     * @throws OpenFlowException if another group leads to it; nothing has changed
     */
    public Changed removeGroup(int id, Origin origin) throws OpenFlowException {
        return groups.remove(id)
                ? remove(flow -> ActionReferences.of(flow.actions()).groups().contains(id),
                        RemovalReason.GROUP_DELETE, origin)
                : new Changed(0, 0, 0, List.of());
    }

    /**
     * Removes all groups, and the flows that lead to one.
     *
     * @param origin who wants it
     * @return what changed; nothing was added
     */
    public Changed removeGroups(Origin origin) {
        groups.clear();
        return remove(flow -> !ActionReferences.of(flow.actions()).groups().isEmpty(), RemovalReason.GROUP_DELETE,
                origin);
    }

    /**
     * Removes a meter and the flows that use it.
     *
     * @param id     of the meter; there need not be one
     * @param origin who wants it
     * @return what changed; nothing was added
     */
    public Changed removeMeter(int id, Origin origin) {
        return meters.remove(id)
                ? remove(flow -> ActionReferences.of(flow.actions()).meters().contains(id),
                        RemovalReason.METER_DELETE, origin)
                : new Changed(0, 0, 0, List.of());
    }

    /**
     * Removes all meters, and the flows that use one.
     *
     * @param origin who wants it
     * @return what changed; nothing was added
     */
    public Changed removeMeters(Origin origin) {
        meters.clear();
        return remove(flow -> !ActionReferences.of(flow.actions()).meters().isEmpty(), RemovalReason.METER_DELETE,
                origin);
    }

    private Changed remove(Predicate<Flow> which, RemovalReason reason, Origin origin) {
        Savepoint before = savepoint();
        for (FlowTable table : tables.values()) {
            table.select((FlowEntry entry) -> which.test(entry.flow())).forEach(entry -> remove(entry, reason, origin));
        }
        return before.keep();
    }

    /**
     * Makes the filters of flows with a program anew; the flows go on counting.
     *
     * @param program number of the program, which is loaded
     * @return the old filters, to be closed when no datapath has the rules any more
     */
    public List<Filter> renewFilters(int program) {
        List<Filter> old = new ArrayList<>();
        for (FlowTable table : tables.values()) {
            for (FlowEntry entry : table.select((FlowEntry one) -> one.flow().filterProgram() == program)) {
                old.addAll(entry.rule().filters());
                table.replace(entry, entry.filterBy(newFilters(program)));
            }
        }
        return old;
    }

    /** {@return all flows with what they counted, in the order of {@link #list(FlowSelection)}} */
    public List<FlowStatus> list() {
        return list(FlowSelection.ALL);
    }

    /**
     * Lists flows with what they counted.
     *
     * @param selection which
     * @return by table; within it by mask, those first that have the highest priority; within a mask in the order in
     *     which they were added
     */
    public List<FlowStatus> list(FlowSelection selection) {
        long nowNs = clock.nanoTime();
        return tables.values().stream().flatMap(table -> table.list(selection, nowNs)).toList();
    }

    /**
     * Finds out what a rule was made of.
     *
     * @param rule of a snapshot
     * @return the flow; empty if it has changed since
     */
    public Optional<Flow> flow(Rule rule) {
        FlowTable table = tables.get(rule.table());
        return table == null
                ? Optional.empty()
                : table.select((FlowEntry entry) -> entry.rule() == rule).stream().map(FlowEntry::flow).findAny();
    }

    /** {@return how many flows there are} */
    public int size() {
        return tables.values().stream().mapToInt(FlowTable::size).sum();
    }

    /** {@return how many flows went, by reason; those that never applied are left out} */
    public Map<RemovalReason, Long> removals() {
        Map<RemovalReason, Long> applied = new EnumMap<>(removals);
        applied.values().removeIf(count -> count == 0);
        return applied;
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
        Map<Integer, Classifier> classifiers = new TreeMap<>();
        tables.forEach((number, table) -> {
            if (table.size() > 0) {
                classifiers.put(number, table.classifier());
            }
        });
        return new Tables(++generation, classifiers, groups.all(), meters.all(),
                facilities.withMeters(meters.states()).withGroups(groups.counters())
                        .withDeadPorts(groups.deadPorts()));
    }
}
