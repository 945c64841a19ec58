package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl dump-meters}, in the words of ovs-ofctl(8). */
@Command(
        name = "dump-meters",
        description = "Shows the meters, as they can be added again.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl dump-meters br0 meter=1"})
final class DumpMeters implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return listing.connection().ask("meter dump", selection.arguments("meter"),
                listing.printer(DumpMeters::print));
    }

    private static void print(JsonNode meters, PrintWriter out) {
        meters.forEach(meter -> out.println(meter.asText()));
    }
}
