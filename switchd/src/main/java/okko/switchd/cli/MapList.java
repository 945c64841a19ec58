package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl map list}. */
@Command(
        name = "list",
        description = "Shows the maps of the filter programs.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl map list --json"})
final class MapList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("map list", MapList::print);
    }

    private static void print(JsonNode maps, PrintWriter out) {
        TextTable table = new TextTable(
                "program", "index", "name", "type", "key bytes", "value bytes", "entries", "max entries");
        for (JsonNode owned : maps) {
            JsonNode map = owned.path("map");
            table.row(
                    owned.path("program").asText(),
                    map.path("index").asText(),
                    map.path("name").asText(),
                    map.path("type").asText(),
                    map.path("keyBytes").asText(),
                    map.path("valueBytes").asText(),
                    map.path("size").asText(),
                    map.path("maxEntries").asText());
        }
        table.print(out);
    }
}
