package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl pmd stats}. */
@Command(
        name = "stats",
        description = "Shows what each datapath thread did; the pause is the longest one of forwarding since this was "
                + "asked last.",
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
        TextTable table = new TextTable("thread", "packets", "batches", "exact hits", "megaflow hits", "misses",
                "again", "masks/search", "flows", "masks", "filter runs", "copies", "sleeps", "ns/packet", "pause us",
                "drops");
        for (JsonNode thread : threads) {
            table.row(
                    thread.path("name").asText(),
                    thread.path("packets").asText(),
                    thread.path("batches").asText(),
                    thread.path("exactHits").asText(),
                    thread.path("megaflowHits").asText(),
                    thread.path("misses").asText(),
                    thread.path("lookedUpAgain").asText(),
                    tenths(thread.path("masksPerSearch")),
                    thread.path("flows").asText(),
                    thread.path("masks").asText(),
                    thread.path("filterRuns").asText(),
                    thread.path("copies").asText(),
                    thread.path("sleeps").asText(),
                    tenths(thread.path("nsPerPacket")),
                    thread.path("longestPauseUs").asText(),
                    TextTable.words(thread.path("drops")));
        }
        table.print(out);
    }

    private static String tenths(JsonNode number) {
        return String.format(Locale.ROOT, "%.1f", number.asDouble());
    }
}
