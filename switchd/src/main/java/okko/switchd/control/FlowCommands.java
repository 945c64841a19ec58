package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTable;

/** {@code flow dump} and {@code flow add}: the flows and what they counted. */
public final class FlowCommands {

    private final Bridge bridge;
    private final FlowTable table;
    private final TableChanges changes;
    private final Ports ports;

    /**
     * Makes the commands.
     *
     * @param bridge  that the table belongs to
     * @param table   on the control thread
     * @param changes of the table
     * @param ports   that flows may name
     */
    public FlowCommands(Bridge bridge, FlowTable table, TableChanges changes, Ports ports) {
        this.changes = changes;
        this.ports = ports;
        this.bridge = bridge;
        this.table = table;
    }

    /**
     * A flow in {@code flow dump}.
     *
     * @param flow       as it can be added again
     * @param line       as {@code ovs-ofctl dump-flows} prints it
     * @param durationNs since it was added
     * @param packets    that matched
     * @param bytes      of their frames
     */
    public record CountedFlow(String flow, String line, long durationNs, long packets, long bytes) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("flow dump", this::dump);
        commands.put("flow add", this::add);
    }

    private CompletableFuture<?> add(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        try {
            Flow flow = FlowText.parse(arguments.text("flow"), ports.names());
            return changes.change(flows -> {
                flows.add(flow);
                return List.of();
            }).thenApply(_ -> FlowText.print(flow));
        } catch (FlowSyntaxException | IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private CompletableFuture<?> dump(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(table.list().stream().map(FlowCommands::counted).toList());
    }

    private static CountedFlow counted(FlowStatus status) {
        return new CountedFlow(FlowText.print(status.flow()), status.text(), status.durationNs(), status.packets(),
                status.bytes());
    }
}
