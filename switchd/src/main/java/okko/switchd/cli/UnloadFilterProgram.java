package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl unload-filter-prog}. */
@Command(
        name = "unload-filter-prog",
        description = "Unloads a filter program and removes the flows that ask it; says nothing if all is well.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl unload-filter-prog br0 1"})
final class UnloadFilterProgram implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "ID", description = "Number of the program, as in filter_prog.")
    private int id;

    @Override
    public Integer call() {
        return connection.ask("prog unload",
                SwitchConnection.arguments().put("bridge", bridge).put("program", id), (_, _) -> { });
    }
}
