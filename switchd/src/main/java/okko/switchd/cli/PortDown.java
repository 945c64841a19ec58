package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl port down}. */
@Command(
        name = "down",
        description = "Switches a port off, and its interface if it has one: it receives nothing, and drops "
                + "what it is sent.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl port down lan"})
final class PortDown implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the port.")
    private String port;

    @Override
    public Integer call() {
        return listing.connection().ask("port down", SwitchConnection.arguments().put("port", port),
                listing.printer((status, out) -> out.printf("port %s: %s%n", port, status.path("state").asText())));
    }
}
