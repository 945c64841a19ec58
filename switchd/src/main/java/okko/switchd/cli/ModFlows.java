package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl mod-flows}, in the words of ovs-ofctl(8). */
@Command(
        name = "mod-flows",
        description = "Gives other actions to the flows that a match covers; their counters go on.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl mod-flows br0 tcp,actions=drop"})
final class ModFlows implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Mixin
    private FlowStrictness strictness;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "FLOW", description = "Match and actions; or - to read such lines from "
            + "standard input.")
    private String flow;

    @Override
    public Integer call() {
        return connection.ask("flow mod", () -> strictness.addTo(FlowLines.ofText(bridge, flow)), (_, _) -> { });
    }
}
