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
        footer = {"", "Example: okko ofctl dump-flows br0"})
final class DumpFlows implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Override
    public Integer call() {
        return connection.ask("flow dump", SwitchConnection.arguments().put("bridge", bridge), DumpFlows::print);
    }

    private static void print(JsonNode flows, PrintWriter out) {
        for (JsonNode flow : flows) {
            out.println(flow.path("line").asText());
        }
    }
}
