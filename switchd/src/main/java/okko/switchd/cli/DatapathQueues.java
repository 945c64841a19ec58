package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl pmd rxq}. */
@Command(
        name = "rxq",
        description = "Shows which receive queues each datapath thread polls.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl pmd rxq --json"})
final class DatapathQueues implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("pmd rxq", DatapathQueues::print);
    }

    private static void print(JsonNode threads, PrintWriter out) {
        TextTable table = new TextTable("thread", "port", "queue");
        for (JsonNode thread : threads) {
            for (JsonNode queue : thread.path("queues")) {
                table.row(thread.path("name").asText(), queue.path("port").asText(), queue.path("queue").asText());
            }
            if (thread.path("queues").isEmpty()) {
                table.row(thread.path("name").asText(), "-", "-");
            }
        }
        table.print(out);
    }
}
