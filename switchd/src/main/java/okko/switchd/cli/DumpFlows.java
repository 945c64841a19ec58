package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl dump-flows}: the text form of ovs-ofctl(8), with Oko's {@code filter_prog}. */
@Command(
        name = "dump-flows",
        description = "Shows the flows and what they counted.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl dump-flows br0 table=1"})
final class DumpFlows implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private FlowStrictness strictness;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", arity = "0..1", defaultValue = "", paramLabel = "FLOW", description = "Only the flows "
            + "that this match covers; also table, cookie=VALUE/MASK, out_port, out_group, filter_prog.")
    private String flow;

    @Override
    public Integer call() {
        var arguments = SwitchConnection.arguments().put("bridge", bridge).put("selection", flow);
        return listing.connection().ask("flow dump", strictness.addTo(arguments), listing.printer(DumpFlows::print));
    }

    private static void print(JsonNode flows, PrintWriter out) {
        for (JsonNode flow : flows) {
            out.println(flow.path("line").asText());
        }
    }
}
