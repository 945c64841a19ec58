package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko ctl replay run}. */
@Command(
        name = "run",
        description = "Sends a loaded capture through the switch, and says what became of every packet.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples: okko ctl replay run p1 --passes 100 --checksum",
            "          okko ctl replay run p1 --rate 1000000 --seconds 5 --latency"})
final class ReplayRun implements Callable<Integer> {

    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;
    private static final double MS_PER_S = 1e3;
    private static final double PERCENT = 100;

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "A replay port with a file.")
    private String port;

    @Option(names = "--passes", paramLabel = "N", description = "Whole passes, at least (default: 1).")
    private Long passes;

    @Option(
            names = "--duration",
            paramLabel = "MS",
            description = "Milliseconds, at least; then to the end of the pass (default: 0).")
    private Long durationMs;

    @ArgGroup(exclusive = false, heading = "At a rate, whether the switch keeps up or not:%n")
    private Load load;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "0",
            description = "No more than this many packets between the source and the sinks, for ways that leave the"
                    + " switch (default: as many as there are frames).")
    private long window;

    @Option(names = "--checksum", description = "Add up a hash of each frame that replay ports are sent.")
    private boolean checksum;

    @Spec
    private CommandSpec command;

    /** How much is offered. */
    private static final class Load {

        @Option(names = "--rate", paramLabel = "PPS", required = true, description = "Packets per second.")
        private long ratePps;

        @Option(names = "--seconds", paramLabel = "S", required = true, description = "How long; 0.5 is allowed.")
        private double seconds;

        @Option(
                names = "--receive-queue",
                paramLabel = "N",
                defaultValue = "2048",
                description = "Packets that wait for the switch at most; more are lost (default: ${DEFAULT-VALUE}).")
        private int receiveQueue;

        @Option(
                names = "--latency",
                description = "Time packets, from when they were due to their arrival at a replay port.")
        private boolean latency;
    }

    @Override
    public Integer call() {
        ObjectNode arguments =
                SwitchConnection.arguments().put("port", port).put("window", window).put("checksum", checksum);
        if (passes != null) {
            arguments.put("passes", passes);
        }
        if (durationMs != null) {
            arguments.put("durationMs", durationMs);
        }
        if (load != null) {
            if (passes != null || durationMs != null) {
                throw new ParameterException(command.commandLine(),
                        "--rate goes with --seconds, and without --passes and --duration");
            }
            arguments.put("ratePps", load.ratePps)
                    .put("durationMs", Math.round(load.seconds * MS_PER_S))
                    .put("receiveQueue", load.receiveQueue)
                    .put("latency", load.latency);
        }
        return listing.connection().ask("replay run", arguments, listing.printer(ReplayRun::print));
    }

    private static void print(JsonNode report, PrintWriter out) {
        long packets = report.path("packets").asLong();
        double elapsedNs = report.path("elapsedNs").asDouble();
        out.printf(Locale.ROOT, "%d packets in %d passes, %.3f ms, %.3f Mpps, %.1f ns per packet%n", packets,
                report.path("passes").asLong(), elapsedNs / NS_PER_MS, packets * NS_PER_US / elapsedNs,
                elapsedNs / packets);
        printLoad(report.path("load"), out);
        for (JsonNode sink : report.path("sinks")) {
            out.printf("  %s: %s packets, %s bytes%s%n", sink.path("port").asText(), sink.path("packets").asText(),
                    sink.path("bytes").asText(),
                    sink.path("checksum").isTextual() ? ", checksum " + sink.path("checksum").asText() : "");
        }
        out.println("  drops: " + TextTable.words(report.path("drops")));
        out.printf("  in %s + copies %s %s out %s + dropped %s + lent %s%n", report.path("in").asText(),
                report.path("copies").asText(), report.path("conserved").asBoolean() ? "=" : "IS NOT",
                report.path("out").asText(), report.path("dropped").asText(), report.path("lent").asText());
        printLatency(report.path("latency"), out);
        JsonNode disturbances = report.path("disturbances");
        out.printf("  meanwhile: %s collections, %s ms; %s ms of compilation%n", disturbances.path("gcCount").asText(),
                disturbances.path("gcMs").asText(), disturbances.path("compileMs").asText());
    }

    private static void printLoad(JsonNode load, PrintWriter out) {
        if (load.isObject()) {
            double offered = load.path("offered").asDouble();
            out.printf(Locale.ROOT, "  offered %s at %.0f/s: %s handed in, %s delivered, %s lost (%.3f %%): %s%n",
                    load.path("offered").asText(), load.path("ratePps").asDouble(), load.path("handedIn").asText(),
                    load.path("delivered").asText(), load.path("lost").asText(),
                    PERCENT * load.path("lost").asDouble() / offered, TextTable.words(load.path("lostBy")));
        }
    }

    private static void printLatency(JsonNode latency, PrintWriter out) {
        if (!latency.isObject()) {
            return;
        }
        out.printf("  latency: %s packets timed, %s not%n", latency.path("count").asText(),
                latency.path("untimed").asText());
        if (!latency.path("histogram").isNull()) {
            out.printf(Locale.ROOT, "  p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, p99.99 %.1f, most %.1f us%n",
                    us(latency, "p50Ns"), us(latency, "p90Ns"), us(latency, "p99Ns"), us(latency, "p999Ns"),
                    us(latency, "p9999Ns"), us(latency, "maxNs"));
        }
    }

    private static double us(JsonNode latency, String percentile) {
        return latency.path(percentile).asDouble() / NS_PER_US;
    }
}
