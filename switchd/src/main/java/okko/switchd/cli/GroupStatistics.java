package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl dump-group-stats}, in the words of ovs-ofctl(8). */
@Command(
        name = "dump-group-stats",
        description = "Shows what the groups and their buckets counted.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl dump-group-stats br0 group_id=1"})
final class GroupStatistics implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private NumberSelection selection;

    @Override
    public Integer call() {
        return listing.connection().ask("group stats", selection.arguments("group_id"),
                listing.printer(GroupStatistics::print));
    }

    private static void print(JsonNode groups, PrintWriter out) {
        for (JsonNode group : groups) {
            StringBuilder line = new StringBuilder(" group_id=%s,packet_count=%s,byte_count=%s".formatted(
                    group.path("id").asText(), group.path("packets").asText(), group.path("bytes").asText()));
            int index = 0;
            for (JsonNode bucket : group.path("buckets")) {
                line.append(",bucket%d:packet_count=%s,byte_count=%s".formatted(
                        index++, bucket.path("packets").asText(), bucket.path("bytes").asText()));
            }
            out.println(line);
        }
    }
}
