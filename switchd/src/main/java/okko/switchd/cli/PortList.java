package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl port list}. */
@Command(
        name = "list",
        description = "Shows the ports and what went through them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl port list --json"})
final class PortList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("port list", PortList::print);
    }

    private static void print(JsonNode ports, PrintWriter out) {
        TextTable table = new TextTable(
                "number", "name", "type", "state", "mtu", "rx packets", "rx bytes", "tx packets", "tx bytes", "drops",
                "details");
        for (JsonNode port : ports) {
            table.row(
                    port.path("number").asText(),
                    port.path("name").asText(),
                    port.path("type").asText(),
                    port.path("state").asText(),
                    mtu(port),
                    port.path("rxPackets").asText(),
                    port.path("rxBytes").asText(),
                    port.path("txPackets").asText(),
                    port.path("txBytes").asText(),
                    TextTable.words(port.path("drops")),
                    TextTable.words(port.path("details")));
        }
        table.print(out);
    }

    /** {@return the MTU of a port, or a dash if it has no interface} */
    static String mtu(JsonNode port) {
        return port.path("mtuBytes").asInt() == 0 ? "-" : port.path("mtuBytes").asText();
    }
}
