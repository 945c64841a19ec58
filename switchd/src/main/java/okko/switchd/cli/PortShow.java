package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl port show}. */
@Command(
        name = "show",
        description = "Shows everything about one port.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl port show lan"})
final class PortShow implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the port.")
    private String port;

    @Override
    public Integer call() {
        return listing.connection().ask(
                "port show", SwitchConnection.arguments().put("port", port), listing.printer(PortShow::print));
    }

    static void print(JsonNode port, PrintWriter out) {
        out.printf("port %s, number %s, type %s: %s, MTU %s%n", port.path("name").asText(),
                port.path("number").asText(), port.path("type").asText(), port.path("state").asText(),
                PortList.mtu(port));
        out.printf("received: %s packets, %s bytes%n", port.path("rxPackets").asText(), port.path("rxBytes").asText());
        out.printf("sent: %s packets, %s bytes%n", port.path("txPackets").asText(), port.path("txBytes").asText());
        out.println("drops: " + TextTable.words(port.path("drops")));
        out.println("interface: " + TextTable.words(port.path("linkCounts")));
        out.println("details: " + TextTable.words(port.path("details")));
    }
}
