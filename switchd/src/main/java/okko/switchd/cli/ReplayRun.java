package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code okko ctl replay run}. */
@Command(
        name = "run",
        description = "Sends a loaded capture through the switch, and says what became of every packet.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl replay run p1 --passes 100 --checksum"})
final class ReplayRun implements Callable<Integer> {

    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "A replay port with a file.")
    private String port;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "1", description = "Whole passes, at least.")
    private long passes;

    @Option(
            names = "--duration",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Milliseconds, at least; then to the end of the pass.")
    private long durationMs;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "0",
            description = "No more than this many packets between the source and the sinks, for ways that leave the"
                    + " switch (default: as many as there are frames).")
    private long window;

    @Option(names = "--checksum", description = "Add up a hash of each frame that replay ports are sent.")
    private boolean checksum;

    @Override
    public Integer call() {
        ObjectNode arguments = SwitchConnection.arguments()
                .put("port", port)
                .put("passes", passes)
                .put("durationMs", durationMs)
                .put("window", window)
                .put("checksum", checksum);
        return listing.connection().ask("replay run", arguments, listing.printer(ReplayRun::print));
    }

    private static void print(JsonNode report, PrintWriter out) {
        long packets = report.path("packets").asLong();
        double elapsedNs = report.path("elapsedNs").asDouble();
        out.printf(Locale.ROOT, "%d packets in %d passes, %.3f ms, %.3f Mpps, %.1f ns per packet%n", packets,
                report.path("passes").asLong(), elapsedNs / NS_PER_MS, packets * NS_PER_US / elapsedNs,
                elapsedNs / packets);
        for (JsonNode sink : report.path("sinks")) {
            out.printf("  %s: %s packets, %s bytes%s%n", sink.path("port").asText(), sink.path("packets").asText(),
                    sink.path("bytes").asText(),
                    sink.path("checksum").isTextual() ? ", checksum " + sink.path("checksum").asText() : "");
        }
        out.println("  drops: " + TextTable.words(report.path("drops")));
        out.printf("  in %s + copies %s %s out %s + dropped %s + lent %s%n", report.path("in").asText(),
                report.path("copies").asText(), report.path("conserved").asBoolean() ? "=" : "IS NOT",
                report.path("out").asText(), report.path("dropped").asText(), report.path("lent").asText());
    }
}
