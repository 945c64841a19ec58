package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl proc detach}. */
@Command(
        name = "detach",
        description = "Cuts a processor off: it is served no more. What it holds stays lent until its process ends.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl proc detach fw"})
final class ProcessorDetach implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the ring port that it serves.")
    private String port;

    @Override
    public Integer call() {
        return connection.ask("proc detach", SwitchConnection.arguments().put("port", port),
                (ended, out) -> out.println("processor " + port + " (process " + ended.path("pid").asText()
                        + ") is cut off; it holds " + ended.path("lent").asText() + " buffers until its process ends"));
    }
}
