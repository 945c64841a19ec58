package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl pool show}. */
@Command(
        name = "show",
        description = "Shows where the packet buffers are, and whether any is lost.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl pool show --json"})
final class PoolShow implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("pool show", PoolShow::print);
    }

    private static void print(JsonNode pool, PrintWriter out) {
        out.printf("%s buffers for frames of up to %s bytes: %s free, %s held by ports, %s lent to processors%n",
                pool.path("buffers").asText(), pool.path("dataBytes").asText(), pool.path("free").asText(),
                pool.path("held").asText(), pool.path("lent").asText());
        pool.path("lentTo").properties().forEach(entry ->
                out.println("lent to " + entry.getKey() + ": " + entry.getValue().asText()));
        pool.path("ownPools").properties().forEach(entry -> out.println("own pool of " + entry.getKey() + ": "
                + entry.getValue().path("free").asText() + " free, " + entry.getValue().path("lent").asText()
                + " lent"));
        if (pool.path("quarantined").asInt() > 0) {
            out.println("in quarantine until their processors are dead: " + pool.path("quarantined").asText());
        }
        out.println(pool.path("conserved").asBoolean() ? "conserved: every buffer is accounted for" : "NOT conserved:");
        for (JsonNode fault : pool.path("faults")) {
            out.println("  " + fault.asText());
        }
    }
}
