package okko.switchd.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.Filter;
import org.agrona.concurrent.NanoClock;

/**
 * The flows of all tables, as they are added, modified and removed; each change goes into the journal. Confined to the
 * control thread.
 */
final class Flows {

    /** How often flows without a timeout are looked at, for their idle age, when there are not very many. */
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    /** How much longer that may take for each flow, so that looking is never a tenth of what control does. */
    private static final long LOOK_NS_PER_FLOW = 1_000;

    private final Map<Integer, FlowTable> tables = new TreeMap<>();
    private final Map<RemovalReason, Long> removals = new EnumMap<>(RemovalReason.class);
    private final Journal journal;
    private final Groups groups;
    private final Meters meters;
    private final FilterFactory filters;
    private final NanoClock clock;
    private final int threads;
    private long nextLookNs;

    Flows(Journal journal, Groups groups, Meters meters, FilterFactory filters, NanoClock clock, int threads) {
        this.journal = journal;
        this.groups = groups;
        this.meters = meters;
        this.filters = filters;
        this.clock = clock;
        this.threads = threads;
        nextLookNs = clock.nanoTime();
    }

    /** {@return those tables that ever had a flow or were configured, in order} */
    Collection<FlowTable> tables() {
        return tables.values();
    }

    /** {@return a table, empty if nobody has used it} */
    FlowTable table(int number) {
        return tables.computeIfAbsent(number, _ -> new FlowTable(number, journal));
    }

    int size() {
        return tables.values().stream().mapToInt(FlowTable::size).sum();
    }

    Map<RemovalReason, Long> removals() {
        return removals;
    }

    void apply(FlowChange change, Origin origin) throws OpenFlowException {
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

    private List<FlowEntry> select(FlowSelection selection) {
        if (selection.table().isPresent()) {
            FlowTable table = tables.get(selection.table().getAsInt());
            return table == null ? List.of() : table.select(selection);
        }
        return tables.values().stream().flatMap(table -> table.select(selection).stream()).toList();
    }

    /** Removes flows for a reason other than that somebody wants it. */
    void remove(Predicate<Flow> which, RemovalReason reason, Origin origin) {
        for (FlowTable table : tables.values()) {
            table.select((FlowEntry entry) -> which.test(entry.flow())).forEach(entry -> remove(entry, reason, origin));
        }
    }

    /** Removes flows whose time is over, and notices which others are in use. */
    void expire() {
        long nowNs = clock.nanoTime();
        for (FlowTable table : tables.values()) {
            table.overdue(nowNs).forEach(entry -> remove(entry, entry.overdue(nowNs), Origin.SWITCH));
        }
        if (nowNs - nextLookNs >= 0) {
            tables.values().forEach(table -> table.look(nowNs));
            nextLookNs = nowNs + Math.max(LOOK_NS, size() * LOOK_NS_PER_FLOW);
        }
    }

    /** Makes the filters of flows with a program anew, and returns the old ones. */
    List<Filter> renewFilters(int program) {
        List<Filter> old = new ArrayList<>();
        for (FlowTable table : tables.values()) {
            for (FlowEntry entry : table.select((FlowEntry one) -> one.flow().filterProgram() == program)) {
                old.addAll(entry.rule().filters());
                table.replace(entry, entry.filterBy(newFilters(program)));
            }
        }
        return old;
    }
}
