package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Meter;
import okko.switchd.flow.MeterText;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;

/**
 * {@code meter add}, {@code meter mod}, {@code meter del} and {@code meter dump}. A meter is given as text in
 * {@code meter}; to delete one its number in {@code id}, or none for all. Flows that use a deleted meter go with it.
 */
public final class MeterCommands {

    private final Bridge bridge;
    private final FlowTables tables;
    private final TableChanges changes;

    /**
     * Makes the commands.
     *
     * @param bridge  that the meters belong to
     * @param tables  on the control thread
     * @param changes of the tables
     */
    public MeterCommands(Bridge bridge, FlowTables tables, TableChanges changes) {
        this.bridge = bridge;
        this.tables = tables;
        this.changes = changes;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("meter add", arguments -> put(arguments, tables.meters()::add));
        commands.put("meter mod", arguments -> put(arguments, tables.meters()::modify));
        commands.put("meter del", this::delete);
        commands.put("meter dump", this::dump);
    }

    private CompletableFuture<?> put(Arguments arguments, Consumer<Meter> change) throws CommandException {
        bridge.check(arguments);
        try {
            change.accept(MeterText.parse(arguments.text("meter")));
        } catch (FlowSyntaxException | IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
        return changes.change(_ -> List.of()).thenApply(_ -> "done");
    }

    private CompletableFuture<?> delete(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = GroupCommands.id(arguments, "id");
        ChangeResult.Changed changed = id.isEmpty() ? tables.removeMeters() : tables.removeMeter(id.getAsInt());
        return changes.make(_ -> changed).thenApply(FlowCommands.ChangeCounts::of);
    }

    private CompletableFuture<?> dump(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(tables.meters().all().values().stream()
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()))
                .map(MeterText::print)
                .toList());
    }
}
