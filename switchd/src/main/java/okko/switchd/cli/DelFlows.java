package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl del-flows}, in the words of ovs-ofctl(8). */
@Command(
        name = "del-flows",
        description = "Deletes the flows that a match covers; without a match, all of them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl del-flows br0 table=1,in_port=p2"})
final class DelFlows implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Mixin
    private FlowStrictness strictness;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", arity = "0..1", defaultValue = "", paramLabel = "FLOW", description = "Match; also "
            + "table, cookie=VALUE/MASK, out_port, out_group, filter_prog; or - to read such lines from standard "
            + "input.")
    private String flow;

    @Override
    public Integer call() {
        return connection.ask("flow del", () -> strictness.addTo(FlowLines.ofText(bridge, flow)), (_, _) -> { });
    }
}
