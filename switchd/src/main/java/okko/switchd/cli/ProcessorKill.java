package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl proc kill}. */
@Command(
        name = "kill",
        description = "Kills a processor's process, and waits until everything that it held is back.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl proc kill fw"})
final class ProcessorKill implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the ring port that it serves.")
    private String port;

    @Override
    public Integer call() {
        return connection.ask("proc kill", SwitchConnection.arguments().put("port", port),
                (ended, out) -> out.println("processor " + port + " (process " + ended.path("pid").asText()
                        + ") killed; everything that it held is back"));
    }
}
