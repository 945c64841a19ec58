package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl controller list}. */
@Command(
        name = "list",
        description = "Shows controllers, listeners and the connections that came to them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl controller list --json"})
final class ControllerList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("controller list", ControllerList::print);
    }

    /** Prints controllers for people. */
    static void print(JsonNode controllers, PrintWriter out) {
        TextTable table = new TextTable(
                "target", "state", "role", "version", "since s", "received", "sent", "refused", "dropped",
                "last error");
        for (JsonNode each : controllers) {
            table.row(
                    each.path("target").asText(),
                    each.path("state").asText(),
                    orDash(each.path("role")),
                    orDash(each.path("version")),
                    each.path("sinceS").asText(),
                    each.path("received").asText(),
                    each.path("sent").asText(),
                    each.path("refused").asText(),
                    each.path("dropped").asText(),
                    orDash(each.path("lastError")));
        }
        table.print(out);
    }

    private static String orDash(JsonNode text) {
        return text.asText().isEmpty() ? "-" : text.asText();
    }
}
