package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl port del}. */
@Command(
        name = "del",
        description = {
            "Closes a port while packets flow. What rules send to it is dropped from then on; a processor that "
                    + "serves it is told to leave."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl port del lan"})
final class PortDelete implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the port.")
    private String port;

    @Override
    public Integer call() {
        return connection.ask("port del", SwitchConnection.arguments().put("port", port),
                (number, out) -> out.printf("port %s, number %s: closed%n", port, number.asText()));
    }
}
