package okko.switchd.table;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.Facilities;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TableMisses;
import okko.switchd.classify.Tables;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply.TableStatistics;
import okko.switchd.openflow.TableDescription;
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

    /** {@code OFPG_ALL}. */
    private static final int ALL_GROUPS = 0xfffffffc;

    /** {@code OFPM_ALL}. */
    private static final int ALL_METERS = 0xffffffff;

    /** {@code OFPTT_ALL}. */
    private static final int ALL_TABLES = 0xff;

    /** Ages are told to the millisecond, as Open vSwitch does: tools then print three digits, not nine. */
    private static final long AGE_UNIT_NS = 1_000_000;

    private static final Changed NOTHING = new Changed(0, 0, 0, List.of());

    private final Journal journal = new Journal();
    private final Groups groups;
    private final Meters meters;
    private final Flows flows;
    private final NanoClock clock;
    private long generation;
    private Facilities facilities;

    /**
     * Starts without flows.
     *
     * @param filters makes the filters of flows with a program
     * @param clock   tells the age of flows
     * @param threads how many datapath threads there are
     */
    public FlowTables(FilterFactory filters, NanoClock clock, int threads) {
        this.clock = () -> Math.floorDiv(clock.nanoTime(), AGE_UNIT_NS) * AGE_UNIT_NS;
        groups = new Groups(threads, this.clock, journal);
        meters = new Meters(this.clock, journal);
        facilities = Facilities.NONE.withMisses(TableMisses.counting(threads));
        flows = new Flows(journal, groups, meters, filters, this.clock, threads);
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
                flows.apply(changes.get(i), origin);
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

    /**
     * Removes flows whose time is over.
     *
     * @return what changed; nothing was added
     */
    public Changed expire() {
        Savepoint before = savepoint();
        flows.expire();
        return before.keep();
    }

    /**
     * Removes the flows that ask a program or run it.
     *
     * @param program that is unloaded
     * @return what changed; nothing was added
     */
    public Changed removeProgram(int program) {
        Savepoint before = savepoint();
        flows.remove(flow -> flow.filterProgram() == program
                || ActionReferences.of(flow.actions()).programs().contains(program),
                RemovalReason.PROGRAM_UNLOAD, Origin.SWITCH);
        return before.keep();
    }

    /**
     * Changes a group; flows that lead to a deleted one go with it.
     *
     * @param wanted what is to become of it
     * @param origin who wants it
     * @return what became of flows; none was added
     * @throws OpenFlowException if it cannot be; nothing has changed
     */
    public Changed change(GroupMod wanted, Origin origin) throws OpenFlowException {
        GroupChanges changes = new GroupChanges(groups);
        switch (wanted.command()) {
            case ADD -> changes.add(wanted);
            case MODIFY -> changes.modify(wanted);
            case ADD_OR_MODIFY -> changes.addOrModify(wanted);
            case INSERT_BUCKET -> changes.insert(wanted);
            case REMOVE_BUCKET -> changes.remove(wanted);
            case DELETE -> {
                return wanted.groupId() == ALL_GROUPS ? removeGroups(origin) : removeGroup(wanted.groupId(), origin);
            }
            case UNUSED -> throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_COMMAND, "no command has number 4");
        }
        return NOTHING;
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
                ? remove(references -> references.groups().contains(id), RemovalReason.GROUP_DELETE, origin)
                : NOTHING;
    }

    /**
     * Removes all groups, and the flows that lead to one.
     *
     * @param origin who wants it
     * @return what changed; nothing was added
     */
    public Changed removeGroups(Origin origin) {
        groups.clear();
        return remove(references -> !references.groups().isEmpty(), RemovalReason.GROUP_DELETE, origin);
    }

    /**
     * Changes a meter; flows that use a deleted one go with it.
     *
     * @param wanted what is to become of it
     * @param origin who wants it
     * @return what became of flows; none was added
     * @throws OpenFlowException if it cannot be; nothing has changed
     */
    public Changed change(MeterMod wanted, Origin origin) throws OpenFlowException {
        switch (wanted.command()) {
            case ADD -> meters.add(Meters.meter(wanted));
            case MODIFY -> meters.modify(Meters.meter(wanted));
            case DELETE -> {
                return wanted.meterId() == ALL_METERS ? removeMeters(origin) : removeMeter(wanted.meterId(), origin);
            }
        }
        return NOTHING;
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
                ? remove(references -> references.meters().contains(id), RemovalReason.METER_DELETE, origin)
                : NOTHING;
    }

    /**
     * Removes all meters, and the flows that use one.
     *
     * @param origin who wants it
     * @return what changed; nothing was added
     */
    public Changed removeMeters(Origin origin) {
        meters.clear();
        return remove(references -> !references.meters().isEmpty(), RemovalReason.METER_DELETE, origin);
    }

    private Changed remove(Predicate<ActionReferences> which, RemovalReason reason, Origin origin) {
        Savepoint before = savepoint();
        flows.remove(flow -> which.test(ActionReferences.of(flow.actions())), reason, origin);
        return before.keep();
    }

    /**
     * Configures tables: eviction and vacancy. What becomes of packets that no rule matches is not configured here:
     * OpenFlow 1.3 and later have rules for it.
     *
     * @param wanted configuration
     * @throws OpenFlowException if it cannot be; nothing has changed
     */
    public void change(TableMod wanted) throws OpenFlowException {
        if (wanted.vacancy().isPresent()) {
            TableRoom.check(wanted.vacancy().get());
        }
        if (wanted.table() > Flow.MAX_TABLE && wanted.table() != ALL_TABLES) {
            throw new OpenFlowException(OpenFlowError.OFPTMFC_BAD_TABLE, "no table has number " + wanted.table());
        }
        int first = wanted.table() == ALL_TABLES ? 0 : wanted.table();
        int last = wanted.table() == ALL_TABLES ? Flow.MAX_TABLE : wanted.table();
        for (int number = first; number <= last; number++) {
            FlowTable table = flows.table(number);
            wanted.eviction().ifPresent(table::evict);
            wanted.vacancy().ifPresent(table.room()::vacancy);
        }
    }

    /**
     * Limits a table. Flows that it has stay.
     *
     * @param table    number of it
     * @param maxFlows how many flows it may have, at least 1
     */
    public void limit(int table, int maxFlows) {
        flows.table(table).room().maxFlows(maxFlows);
    }

    /**
     * Tells how a table is configured.
     *
     * @param number of it
     * @return as OpenFlow 1.4 has it
     */
    public TableDescription describe(int number) {
        FlowTable table = flows.table(number);
        TableRoom room = table.room();
        return new TableDescription(number, 0, room.isEvicting(), TableRoom.EVICTION_FLAGS,
                Optional.of(room.vacancy()).filter(Vacancy::isOn), room.freePercent(table.size()));
    }

    /**
     * Makes the filters of flows with a program anew; the flows go on counting.
     *
     * @param program number of the program, which is loaded
     * @return the old filters, to be closed when no datapath has the rules any more
     */
    public List<Filter> renewFilters(int program) {
        return flows.renewFilters(program);
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
        return flows.tables().stream().flatMap(table -> table.list(selection, nowNs)).toList();
    }

    /**
     * Finds out what a rule was made of.
     *
     * @param rule of a snapshot
     * @return the flow; empty if it has changed since
     */
    public Optional<Flow> flow(Rule rule) {
        return flows.table(rule.table()).flow(rule);
    }

    /** {@return how many flows there are} */
    public int size() {
        return flows.size();
    }

    /**
     * Tells what is in a table and what it did; its name is its number.
     *
     * @param number of it
     * @return its statistics, with the packets that matched flows that are gone
     */
    public TableStatistics statistics(int number) {
        FlowTable table = flows.table(number);
        long matched = table.matched();
        return new TableStatistics(number, "", table.room().maxFlows(), table.size(),
                matched + facilities.misses().packets(number), matched);
    }

    /** {@return how much depends on groups and meters} */
    public References references() {
        return References.of(flows, groups);
    }

    /** {@return how many flows went, by reason; those that never applied are left out} */
    public Map<RemovalReason, Long> removals() {
        Map<RemovalReason, Long> applied = new EnumMap<>(RemovalReason.class);
        flows.removals().forEach((reason, count) -> {
            if (count > 0) {
                applied.put(reason, count);
            }
        });
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
        for (FlowTable table : flows.tables()) {
            if (table.size() > 0) {
                classifiers.put(table.number(), table.classifier());
            }
        }
        return new Tables(++generation, classifiers, groups.all(), meters.all(),
                facilities.withMeters(meters.states()).withGroups(groups.counters())
                        .withDeadPorts(groups.deadPorts()));
    }
}
