package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Group;
import okko.switchd.flow.GroupText;
import okko.switchd.flow.PortNames;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;

/**
 * {@code group add}, {@code group mod}, {@code group del} and {@code group dump}. A group is given as text in
 * {@code group}; to delete one its number in {@code id}, or none for all. Flows that lead to a deleted group go with
 * it.
 */
public final class GroupCommands {

    private final Bridge bridge;
    private final FlowTables tables;
    private final TableChanges changes;
    private final Supplier<PortNames> ports;

    /**
     * Makes the commands.
     *
     * @param bridge  that the groups belong to
     * @param tables  on the control thread
     * @param changes of the tables
     * @param ports   that groups may name, those of that moment
     */
    public GroupCommands(Bridge bridge, FlowTables tables, TableChanges changes, Supplier<PortNames> ports) {
        this.bridge = bridge;
        this.tables = tables;
        this.changes = changes;
        this.ports = ports;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("group add", arguments -> put(arguments, tables.groups()::add));
        commands.put("group mod", arguments -> put(arguments, tables.groups()::modify));
        commands.put("group del", this::delete);
        commands.put("group dump", this::dump);
    }

    private CompletableFuture<?> put(Arguments arguments, Consumer<Group> change) throws CommandException {
        bridge.check(arguments);
        try {
            change.accept(GroupText.parse(arguments.text("group"), ports.get()));
        } catch (FlowSyntaxException | IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
        return changes.change(_ -> List.of()).thenApply(_ -> "done");
    }

    private CompletableFuture<?> delete(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = id(arguments, "id");
        ChangeResult.Changed changed;
        try {
            changed = id.isEmpty() ? tables.removeGroups() : tables.removeGroup(id.getAsInt());
        } catch (IllegalArgumentException e) {
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

    private CompletableFuture<?> dump(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(tables.groups().all().values().stream()
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()))
                .map(GroupText::print)
                .toList());
    }
}
