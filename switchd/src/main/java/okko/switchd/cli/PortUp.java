package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl port up}. */
@Command(
        name = "up",
        description = "Switches a port on, and its interface if it has one.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl port up lan"})
final class PortUp implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the port.")
    private String port;

    @Override
    public Integer call() {
        return listing.connection().ask("port up", SwitchConnection.arguments().put("port", port),
                listing.printer((status, out) -> out.printf("port %s: %s%n", port, status.path("state").asText())));
    }
}
