package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl meter-stats}, in the words of ovs-ofctl(8). */
@Command(
        name = "meter-stats",
        description = "Shows what the meters measured, and what was too much for their bands.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl meter-stats br0 meter=1"})
final class MeterStatistics implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return listing.connection().ask("meter stats", selection.arguments("meter"),
                listing.printer(MeterStatistics::print));
    }

    private static void print(JsonNode meters, PrintWriter out) {
        for (JsonNode meter : meters) {
            out.printf("meter:%s packet_in_count:%s byte_in_count:%s bands:%n", meter.path("id").asText(),
                    meter.path("packets").asText(), meter.path("bytes").asText());
            int index = 0;
            for (JsonNode band : meter.path("bands")) {
                out.printf("%d: packet_count:%s byte_count:%s%n",
                        index++, band.path("packets").asText(), band.path("bytes").asText());
            }
        }
    }
}
