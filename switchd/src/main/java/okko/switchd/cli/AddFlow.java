package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl add-flow}: the text form of ovs-ofctl(8), with Oko's {@code filter_prog}. */
@Command(
        name = "add-flow",
        description = "Adds a flow, or replaces the one of the same match, priority and filter_prog.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl add-flow br0 priority=10,tcp,filter_prog=1,actions=output:2"})
final class AddFlow implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "FLOW", description = "Match, priority, filter_prog and actions; or - to "
            + "read flows from standard input, one per line.")
    private String flow;

    @Override
    public Integer call() {
        return connection.ask("flow add", () -> FlowLines.ofText(bridge, flow), (_, _) -> { });
    }
}
