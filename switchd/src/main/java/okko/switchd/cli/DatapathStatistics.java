package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl pmd stats}. */
@Command(
        name = "stats",
        description = "Shows what each datapath thread did.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl pmd stats --json"})
final class DatapathStatistics implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("pmd stats", DatapathStatistics::print);
    }

    private static void print(JsonNode threads, PrintWriter out) {
        TextTable table = new TextTable(
                "thread", "packets", "batches", "cache hits", "filter runs", "copies", "sleeps", "drops");
        for (JsonNode thread : threads) {
            table.row(
                    thread.path("name").asText(),
                    thread.path("packets").asText(),
                    thread.path("batches").asText(),
                    thread.path("cacheHits").asText(),
                    thread.path("filterRuns").asText(),
                    thread.path("copies").asText(),
                    thread.path("sleeps").asText(),
                    TextTable.words(thread.path("drops")));
        }
        table.print(out);
    }
}
