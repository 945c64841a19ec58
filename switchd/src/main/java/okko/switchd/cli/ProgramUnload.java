package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl prog unload}. */
@Command(
        name = "unload",
        description = "Unloads a filter program while traffic flows; flows that ask it are removed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl prog unload 1"})
final class ProgramUnload implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "Number of the program, as in filter_prog.")
    private int program;

    @Override
    public Integer call() {
        return connection.ask("prog unload", SwitchConnection.arguments().put("program", program),
                (flows, out) -> out.println("program " + program + " unloaded, flows removed: " + flows.asText()));
    }
}
