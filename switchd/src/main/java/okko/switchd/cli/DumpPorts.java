package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.switchd.packet.DropReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl dump-ports}: the text form of ovs-ofctl(8). Drops are those on reception and on sending. */
@Command(
        name = "dump-ports",
        description = "Shows what went through the ports.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl dump-ports br0"})
final class DumpPorts implements Callable<Integer> {

    /** Drops of packets that the port was to send; the others are of packets that it had received. */
    private static final Set<String> ON_SENDING = Stream.of(DropReason.TRANSMIT_FAILED, DropReason.PORT_DOWN,
                    DropReason.TOO_MANY_HOPS, DropReason.PROCESSOR_ABSENT,
                    DropReason.PROCESSOR_BUSY, DropReason.PROCESSOR_SILENT, DropReason.PROCESSOR_DIED)
            .map(DropReason::label)
            .collect(Collectors.toUnmodifiableSet());

    @Mixin
    private SwitchConnection connection;

    @Parameters(paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Override
    public Integer call() {
        return connection.ask("port list", SwitchConnection.arguments().put("bridge", bridge), DumpPorts::print);
    }

    private static void print(JsonNode ports, PrintWriter out) {
        out.println("OFPST_PORT reply: " + ports.size() + " ports");
        for (JsonNode port : ports) {
            long received = 0;
            long sending = 0;
            for (Map.Entry<String, JsonNode> drop : port.path("drops").properties()) {
                if (ON_SENDING.contains(drop.getKey())) {
                    sending += drop.getValue().asLong();
                } else {
                    received += drop.getValue().asLong();
                }
            }
            out.printf("  port %5s: rx pkts=%s, bytes=%s, drop=%d, errs=0%n", port.path("number").asText(),
                    port.path("rxPackets").asText(), port.path("rxBytes").asText(), received);
            out.printf("             tx pkts=%s, bytes=%s, drop=%d, errs=0%n", port.path("txPackets").asText(),
                    port.path("txBytes").asText(), sending);
        }
    }
}
