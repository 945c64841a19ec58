package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl add-flows}: all flows of a file, or none if one of them is wrong. */
@Command(
        name = "add-flows",
        description = "Adds all flows of a file, or none of them if one is wrong.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl add-flows br0 flows.txt"})
final class AddFlows implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "FILE", description = "A flow in each line, # begins a comment; - for "
            + "standard input.")
    private String file;

    @Override
    public Integer call() {
        return connection.ask("flow add", () -> FlowLines.ofFile(bridge, file), (_, _) -> { });
    }
}
