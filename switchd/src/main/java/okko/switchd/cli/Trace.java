package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code okko ctl trace}, as {@code ofproto/trace} of ovs-appctl. */
@Command(
        name = "trace",
        description = {"Shows what the switch would do with a packet, and why.",
                "Programs run on copies of their maps; nothing is counted, learned or sent."},
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl trace in_port=p1,udp,nw_dst=10.0.0.2,tp_dst=53"})
final class Trace implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** The packet, in one of two ways. */
    private static final class What {

        @Parameters(paramLabel = "FLOW", description = "Its header fields, as in a flow's match; the others are 0.")
        private String flow;

        @ArgGroup(exclusive = false)
        private Frame frame;
    }

    /** A packet as it is. */
    private static final class Frame {

        @Option(names = "--packet", required = true, paramLabel = "HEX", description = "Its frame, in hexadecimal.")
        private String hexadecimal;

        @Option(names = "--in-port", required = true, paramLabel = "PORT", description = "That it comes in by.")
        private String inPort;
    }

    @Override
    public Integer call() {
        ObjectNode arguments = SwitchConnection.arguments();
        if (what.frame != null) {
            arguments.put("frame", what.frame.hexadecimal).put("inPort", what.frame.inPort);
        } else {
            arguments.put("flow", what.flow);
        }
        return listing.connection().ask("trace", arguments, listing.printer(Trace::print));
    }

    private static void print(JsonNode trace, PrintWriter out) {
        out.println("Flow: " + trace.path("flow").asText());
        out.println();
        trace.path("found").forEach(line -> out.println(line.asText()));
        out.println();
        String megaflow = trace.path("megaflow").asText();
        out.println("Megaflow: " + (megaflow.isEmpty() ? "any packet" : megaflow));
        out.println("Steps: " + trace.path("actions").asText());
        trace.path("outputs").forEach(output -> {
            String changes = output.path("changes").asText();
            out.println("Output: " + output.path("port").asText() + (changes.isEmpty() ? "" : " with " + changes));
        });
        trace.path("drops").forEachEntry((reason, count) -> out.println(
                "Dropped: " + reason + (count.asLong() == 1 ? "" : " (" + count + " copies)")));
    }
}
