package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code okko ctl controller set}. */
@Command(
        name = "set",
        description = {
            "Has these controllers and no others; those that are there already keep their connections.",
            "TARGET: tcp:IP[:PORT], ssl:IP[:PORT] or unix:FILE to connect to one; ptcp:[PORT][:IP], pssl:[PORT][:IP] "
                    + "or punix:FILE to listen."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl controller set tcp:192.0.2.1:6653 ptcp:6654:127.0.0.1"})
final class ControllerSet implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(arity = "1..*", paramLabel = "TARGET", description = "Where controllers are, or may come from.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--max-backoff", paramLabel = "MS", description = "Longest pause before connecting again (8000).")
    private Integer maxBackoffMs;

    @Option(names = "--inactivity-probe", paramLabel = "MS",
            description = "After how long a silence an echo is asked for; 0 for never (5000).")
    private Integer probeMs;

    @Override
    public Integer call() {
        ObjectNode arguments = SwitchConnection.arguments();
        ArrayNode all = arguments.putArray("targets");
        targets.forEach(all::add);
        if (maxBackoffMs != null) {
            arguments.put("maxBackoffMs", maxBackoffMs);
        }
        if (probeMs != null) {
            arguments.put("probeMs", probeMs);
        }
        return listing.connection().ask("controller set", arguments, listing.printer(ControllerList::print));
    }
}
