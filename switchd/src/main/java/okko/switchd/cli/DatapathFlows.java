package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl pmd flows}. */
@Command(
        name = "flows",
        description = "Shows what the caches of each datapath thread hold, a thousand flows at most.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl pmd flows --json"})
final class DatapathFlows implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("pmd flows", DatapathFlows::print);
    }

    private static void print(JsonNode flows, PrintWriter out) {
        TextTable table = new TextTable("thread", "match", "pass", "packets", "bytes", "idle ms", "actions");
        for (JsonNode flow : flows) {
            table.row(
                    flow.path("thread").asText(),
                    flow.path("match").asText(),
                    flow.path("pass").asText(),
                    flow.path("packets").asText(),
                    flow.path("bytes").asText(),
                    flow.path("idleMs").asText(),
                    flow.path("actions").asText());
        }
        table.print(out);
    }
}
