package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Meter;
import okko.switchd.flow.MeterText;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.MeterState;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Origin;

/**
 * {@code meter add}, {@code meter mod}, {@code meter del}, {@code meter dump} and {@code meter stats}. A meter is given
 * as text in {@code meter}; to delete or to show one its number in {@code id}, or none for all. Flows that use a
 * deleted meter go with it.
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
     * A meter in {@code meter stats}.
     *
     * @param id      its number
     * @param packets that came to it since it was added or modified
     * @param bytes   of their frames
     * @param bands   what was too much for each of its bands, in their order
     */
    public record CountedMeter(long id, long packets, long bytes, List<MeterState.Excess> bands) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("meter add", arguments -> put(arguments, tables.meters()::add));
        commands.put("meter mod", arguments -> put(arguments, tables.meters()::modify));
        commands.put("meter del", this::delete);
        commands.put("meter dump", arguments -> show(arguments, MeterText::print));
        commands.put("meter stats", arguments -> show(arguments, this::counted));
    }

    /** What becomes of a meter. */
    @FunctionalInterface
    private interface MeterChange {
        void make(Meter meter) throws OpenFlowException;
    }

    private CompletableFuture<?> put(Arguments arguments, MeterChange change) throws CommandException {
        bridge.check(arguments);
        try {
            change.make(MeterText.parse(arguments.text("meter")));
        } catch (FlowSyntaxException | OpenFlowException e) {
            throw new CommandException(e.getMessage());
        }
        return changes.change(_ -> List.of()).thenApply(_ -> "done");
    }

    private CompletableFuture<?> delete(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = GroupCommands.id(arguments, "id");
        ChangeResult.Changed changed = id.isEmpty()
                ? tables.removeMeters(Origin.SWITCH)
                : tables.removeMeter(id.getAsInt(), Origin.SWITCH);
        return changes.make(_ -> changed).thenApply(FlowCommands.ChangeCounts::of);
    }

    private CompletableFuture<?> show(Arguments arguments, Function<Meter, ?> form) throws CommandException {
        bridge.check(arguments);
        OptionalInt id = GroupCommands.id(arguments, "id");
        return CompletableFuture.completedFuture(tables.meters().all().values().stream()
                .filter(meter -> id.isEmpty() || meter.id() == id.getAsInt())
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()))
                .map(form)
                .toList());
    }

    private CountedMeter counted(Meter meter) {
        MeterState state = tables.meters().states().get(meter.id());
        return new CountedMeter(
                Integer.toUnsignedLong(meter.id()), state.packets(), state.bytes(), state.excess());
    }
}
