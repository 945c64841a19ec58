package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.flow.PortNames;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;

/**
 * {@code flow add}, {@code flow mod}, {@code flow del} and {@code flow dump}: the flows and what they counted.
 *
 * <p>A change is given as {@code flow}, one text, or as {@code flows}, a list of lines that are all carried out or
 * none; blank lines and what follows {@code #} do not count. With {@code strict}, changes and deletions are meant for
 * the flow of exactly the given match, priority and program.
 */
public final class FlowCommands {

    private final Bridge bridge;
    private final FlowTables tables;
    private final TableChanges changes;
    private final Ports ports;

    /**
     * Makes the commands.
     *
     * @param bridge  that the tables belong to
     * @param tables  on the control thread
     * @param changes of the tables
     * @param ports   that flows may name
     */
    public FlowCommands(Bridge bridge, FlowTables tables, TableChanges changes, Ports ports) {
        this.changes = changes;
        this.ports = ports;
        this.bridge = bridge;
        this.tables = tables;
    }

    /**
     * A flow in {@code flow dump}.
     *
     * @param flow         as it can be added again
     * @param line         as {@code ovs-ofctl dump-flows} prints it
     * @param durationNs   since it was added
     * @param packets      that matched
     * @param bytes        of their frames
     * @param filterRuns   times that its filter was run for it in the switch
     * @param filterMeanNs mean time of those of these runs that were timed, nanoseconds; 0 if none was
     */
    public record CountedFlow(String flow, String line, long durationNs, long packets, long bytes, long filterRuns,
            double filterMeanNs) {}

    /**
     * What changes came to.
     *
     * @param added    flows that are there now, also in the place of another
     * @param modified flows with other actions
     * @param deleted  flows that are gone
     */
    public record ChangeCounts(int added, int modified, int deleted) {

        static ChangeCounts of(ChangeResult.Changed changed) {
            return new ChangeCounts(changed.added(), changed.modified(), changed.deleted());
        }
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("flow dump", this::dump);
        commands.put("flow add", arguments -> {
            PortNames names = ports.names();
            return change(arguments, line -> new FlowChange.Add(FlowText.parse(line, names)));
        });
        commands.put("flow mod", arguments -> {
            Strictness strictness = strictness(arguments);
            PortNames names = ports.names();
            return change(arguments, line -> new FlowChange.Modify(
                    FlowText.parseSelection(line, names, strictness), FlowText.parseActions(line, names)));
        });
        commands.put("flow del", arguments -> {
            Strictness strictness = strictness(arguments);
            PortNames names = ports.names();
            return change(arguments, line -> new FlowChange.Delete(FlowText.parseSelection(line, names, strictness)));
        });
    }

    private static Strictness strictness(Arguments arguments) throws CommandException {
        return arguments.flag("strict") ? Strictness.STRICT : Strictness.LOOSE;
    }

    /** A way of reading a change. */
    @FunctionalInterface
    private interface Reading {
        FlowChange read(String line) throws FlowSyntaxException;
    }

    private CompletableFuture<ChangeCounts> change(Arguments arguments, Reading reading) throws CommandException {
        bridge.check(arguments);
        return arguments.has("flows")
                ? changeAll(arguments.texts("flows"), reading)
                : changeOne(arguments.text("flow"), reading);
    }

    private CompletableFuture<ChangeCounts> changeOne(String line, Reading reading) throws CommandException {
        try {
            return switch (tables.apply(List.of(reading.read(line)))) {
                case ChangeResult.Refused(var findings) -> throw new CommandException(findings.getFirst().reason());
                case ChangeResult.Changed changed -> publish(changed);
            };
        } catch (FlowSyntaxException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private CompletableFuture<ChangeCounts> changeAll(List<String> lines, Reading reading) throws CommandException {
        List<FlowChange> wanted = new ArrayList<>();
        List<Integer> lineNumbers = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int comment = lines.get(i).indexOf('#');
            String content = comment < 0 ? lines.get(i) : lines.get(i).substring(0, comment);
            if (content.isBlank()) {
                continue;
            }
            try {
                wanted.add(reading.read(content));
                lineNumbers.add(i + 1);
            } catch (FlowSyntaxException e) {
                errors.add("line " + (i + 1) + ", " + e.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            throw new CommandException(String.join("\n", errors));
        }
        return switch (tables.apply(wanted)) {
            case ChangeResult.Refused(var findings) -> throw new CommandException(String.join("\n", findings.stream()
                    .map(finding -> "line " + lineNumbers.get(finding.index()) + ": " + finding.reason()).toList()));
            case ChangeResult.Changed changed -> publish(changed);
        };
    }

    private CompletableFuture<ChangeCounts> publish(ChangeResult.Changed changed) {
        return changes.make(_ -> changed).thenApply(ChangeCounts::of);
    }

    private CompletableFuture<?> dump(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        try {
            FlowSelection selection =
                    FlowText.parseSelection(arguments.text("selection", ""), ports.names(), strictness(arguments));
            return CompletableFuture.completedFuture(
                    tables.list(selection).stream().map(FlowCommands::counted).toList());
        } catch (FlowSyntaxException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static CountedFlow counted(FlowStatus status) {
        Flow flow = status.flow();
        return new CountedFlow(FlowText.print(flow), status.text(), status.durationNs(), status.packets(),
                status.bytes(), status.filter().runs(), status.filter().meanNs());
    }
}
