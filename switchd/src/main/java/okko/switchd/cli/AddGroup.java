package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl add-group}, in the words of ovs-ofctl(8). */
@Command(
        name = "add-group",
        description = "Adds a group.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl add-group br0 group_id=1,type=select,bucket=output:2,bucket=output:3"})
final class AddGroup implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "GROUP", description = "Number, type and buckets.")
    private String group;

    @Override
    public Integer call() {
        return connection.ask("group add",
                SwitchConnection.arguments().put("bridge", bridge).put("group", group), (_, _) -> { });
    }
}
