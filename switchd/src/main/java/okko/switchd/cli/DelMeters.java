package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl del-meters}, in the words of ovs-ofctl(8). */
@Command(
        name = "del-meters",
        description = "Deletes a meter, or all of them, and the flows that use it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl del-meters br0 meter=1"})
final class DelMeters implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return connection.ask("meter del", selection.arguments("meter"), (_, _) -> { });
    }
}
