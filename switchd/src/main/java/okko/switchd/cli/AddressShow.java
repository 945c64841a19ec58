package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl fdb show}. */
@Command(
        name = "show",
        description = "Shows where stations were seen.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl fdb show --json"})
final class AddressShow implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("fdb show", AddressShow::print);
    }

    private static void print(JsonNode stations, PrintWriter out) {
        TextTable table = new TextTable("port", "vlan", "address", "age");
        for (JsonNode station : stations) {
            table.row(
                    station.path("port").asText(),
                    station.path("vlan").asText(),
                    station.path("address").asText(),
                    station.path("ageS").asText());
        }
        table.print(out);
    }
}
