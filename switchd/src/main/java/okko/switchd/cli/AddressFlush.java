package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl fdb flush}. */
@Command(
        name = "flush",
        description = "Forgets where stations were seen.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl fdb flush"})
final class AddressFlush implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Override
    public Integer call() {
        return connection.ask("fdb flush", SwitchConnection.arguments(), (_, _) -> { });
    }
}
