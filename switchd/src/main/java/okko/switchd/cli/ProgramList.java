package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl prog list}. */
@Command(
        name = "list",
        description = "Shows the filter programs and what they said.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl prog list --json"})
final class ProgramList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("prog list", ProgramList::print);
    }

    private static void print(JsonNode programs, PrintWriter out) {
        TextTable table = new TextTable(
                "id", "name", "use", "engine", "place", "instructions", "maps", "runs", "matches", "faults", "mean ns");
        for (JsonNode program : programs) {
            table.row(
                    program.path("id").asText(),
                    program.path("name").asText(),
                    program.path("use").asText(),
                    program.path("engine").asText(),
                    program.path("place").asText(),
                    program.path("instructions").asText(),
                    program.path("maps").asText(),
                    program.path("runs").asText(),
                    program.path("matches").asText(),
                    program.path("faults").asText(),
                    String.format(Locale.ROOT, "%.1f", program.path("meanNs").asDouble()));
        }
        table.print(out);
    }
}
