package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okko.switchd.classify.GroupCounters;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Group;
import okko.switchd.flow.GroupText;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Origin;

/**
 * {@code group add}, {@code group mod}, {@code group del}, {@code group dump} and {@code group stats}. A group is given
 * as text in {@code group}; to delete or to show one its number in {@code id}, or none for all. Flows that lead to a
 * deleted group go with it.
 */
public final class GroupCommands {

    private final Bridge bridge;
    private final FlowTables tables;
    private final TableChanges changes;
    private final Ports ports;

    /**
     * Makes the commands.
     *
     * @param bridge  that the groups belong to
     * @param tables  on the control thread
     * @param changes of the tables
     * @param ports   that groups may name, those of that moment
     */
    public GroupCommands(Bridge bridge, FlowTables tables, TableChanges changes, Ports ports) {
        this.bridge = bridge;
        this.tables = tables;
        this.changes = changes;
        this.ports = ports;
    }

    /**
     * A group in {@code group stats}.
     *
     * @param id      its number
     * @param packets that were led to it since it was added or modified
     * @param bytes   of their frames
     * @param buckets what each of its buckets got, in their order
     */
    public record CountedGroup(long id, long packets, long bytes, List<GroupCounters.Sum> buckets) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("group add", arguments -> put(arguments, tables.groups()::add));
        commands.put("group mod", arguments -> put(arguments, tables.groups()::modify));
        commands.put("group del", this::delete);
        commands.put("group dump", arguments -> show(arguments, GroupText::print));
        commands.put("group stats", arguments -> show(arguments, this::counted));
    }

    /** What becomes of a group. */
    @FunctionalInterface
    private interface GroupChange {
        void make(Group group) throws OpenFlowException;
    }

    private CompletableFuture<?> put(Arguments arguments, GroupChange change) throws CommandException {
        bridge.check(arguments);
        try {
            change.make(GroupText.parse(arguments.text("group"), ports.names()));
        } catch (FlowSyntaxException | OpenFlowException e) {
            throw new CommandException(e.getMessage());
        }
        return changes.change(_ -> List.of()).thenApply(_ -> "done");
    }

    private CompletableFuture<?> delete(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = id(arguments, "id");
        ChangeResult.Changed changed;
        try {
            changed = id.isEmpty()
                    ? tables.removeGroups(Origin.SWITCH)
                    : tables.removeGroup(id.getAsInt(), Origin.SWITCH);
        } catch (OpenFlowException e) {
            throw new CommandException(e.getMessage());
        }
        return changes.make(_ -> changed).thenApply(FlowCommands.ChangeCounts::of);
    }

    /** An unsigned number of 32 bits that may be missing. */
    static OptionalInt id(Arguments arguments, String name) throws CommandException {
        if (!arguments.has(name)) {
            return OptionalInt.empty();
        }
        long id = arguments.number(name, 0, 0);
        if (id > Integer.toUnsignedLong(-1)) {
            throw new CommandException("argument " + name + ": expected a number, 0 to 4294967295");
        }
        return OptionalInt.of((int) id);
    }

    private CompletableFuture<?> show(Arguments arguments, Function<Group, ?> form) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = id(arguments, "id");
        return CompletableFuture.completedFuture(tables.groups().all().values().stream()
                .filter(group -> id.isEmpty() || group.id() == id.getAsInt())
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()))
                .map(form)
                .toList());
    }

    private CountedGroup counted(Group group) {
        GroupCounters counters = tables.groups().counters().get(group.id());
        GroupCounters.Sum sum = counters.ofGroup();
        return new CountedGroup(Integer.toUnsignedLong(group.id()), sum.packets(), sum.bytes(), counters.ofBuckets());
    }
}
