package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl del-groups}, in the words of ovs-ofctl(8). */
@Command(
        name = "del-groups",
        description = "Deletes a group, or all of them, and the flows that lead there.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl del-groups br0 group_id=1"})
final class DelGroups implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return connection.ask("group del", selection.arguments("group_id"), (_, _) -> { });
    }
}
