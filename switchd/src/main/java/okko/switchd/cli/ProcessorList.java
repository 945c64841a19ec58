package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl proc list}. */
@Command(
        name = "list",
        description = "Shows the ring ports and the external processors that serve them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl proc list --json"})
final class ProcessorList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("proc list", ProcessorList::print);
    }

    private static void print(JsonNode processors, PrintWriter out) {
        TextTable table = new TextTable("port", "state", "pid", "heartbeat age ms", "attached", "died");
        for (JsonNode processor : processors) {
            table.row(
                    processor.path("port").asText(),
                    processor.path("state").asText(),
                    processor.path("pid").asText(),
                    processor.path("heartbeatAgeMs").asText(),
                    processor.path("attached").asText(),
                    processor.path("died").asText());
        }
        table.print(out);
    }
}
