package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl dump-groups}, in the words of ovs-ofctl(8). */
@Command(
        name = "dump-groups",
        description = "Shows the groups, as they can be added again.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl dump-groups br0 group_id=1"})
final class DumpGroups implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return listing.connection().ask("group dump", selection.arguments("group_id"),
                listing.printer(DumpGroups::print));
    }

    private static void print(JsonNode groups, PrintWriter out) {
        groups.forEach(group -> out.println(" " + group.asText()));
    }
}
