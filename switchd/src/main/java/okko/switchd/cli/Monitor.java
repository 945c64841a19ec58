package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl monitor}: what rules send to the controllers, in the words of ovs-ofctl(8), until it is ended. */
@Command(
        name = "monitor",
        description = "Prints the packets that rules send to the controllers, until it is ended.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl monitor br0 --count 1"})
final class Monitor implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Option(names = "--json", description = "Print one line of JSON per packet.")
    private boolean json;

    @Option(names = "--count", paramLabel = "N", description = "End after so many packets (default: never).")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() {
        return connection.talk((client, out) -> {
            long listener = client.send("monitor begin", client.newArguments().put("bridge", bridge)).asLong();
            long left = count;
            while (left > 0) {
                JsonNode report = client.send("monitor receive", client.newArguments().put("listener", listener));
                for (JsonNode packet : report.path("packets")) {
                    if (left-- > 0) {
                        print(packet, out);
                    }
                }
                if (report.path("lost").asLong() > 0) {
                    connection.warn(report.path("lost").asText() + " packets came too fast to be kept");
                }
                out.flush();
            }
        });
    }

    private void print(JsonNode packet, PrintWriter out) {
        if (json) {
            out.println(packet);
            return;
        }
        String frame = packet.path("frame").asText();
        out.printf("NXT_PACKET_IN (xid=0x0): table_id=%s cookie=%s total_len=%s in_port=%s (via %s) "
                        + "data_len=%d (unbuffered)%n%s%n",
                packet.path("table").asText(), packet.path("cookie").asText(), packet.path("frameBytes").asText(),
                packet.path("inPort").asText(), packet.path("reason").asText(), frame.length() / 2, frame);
    }
}
