package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl map dump}. */
@Command(
        name = "dump",
        description = "Shows the entries of a map, in hexadecimal, in the order of memory.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl map dump 1 connections"})
final class MapDump implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "Number of the program.")
    private int program;

    @Parameters(index = "1", paramLabel = "MAP", description = "Name or index of the map.")
    private String map;

    @Override
    public Integer call() {
        ObjectNode arguments = SwitchConnection.arguments().put("program", program).put("map", map);
        return listing.connection().ask("map dump", arguments, listing.printer(MapDump::print));
    }

    private static void print(JsonNode dump, PrintWriter out) {
        JsonNode entries = dump.path("entries");
        out.println("map " + dump.path("map").path("name").asText() + " of program " + dump.path("program").asText()
                + ": " + entries.size() + (entries.size() == 1 ? " entry" : " entries"));
        for (JsonNode entry : entries) {
            out.println("  key " + entry.path("key").asText() + "  value " + entry.path("value").asText());
        }
    }
}
