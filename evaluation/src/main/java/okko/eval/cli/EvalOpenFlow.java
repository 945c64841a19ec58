package okko.eval.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.ConfigFile;
import okko.switchd.StartException;
import okko.switchd.Switch;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code okko eval openflow}: how long the stock ovs-ofctl takes for many flows, and what that costs the datapath. */
@Command(
        name = "openflow",
        mixinStandardHelpOptions = true,
        description = {
            "Times the stock ovs-ofctl: flows added by one add-flows, and dumped, while packets are forwarded.",
            "The datapath thread needs a processor of its own, and so do ovs-ofctl and the control thread together."},
        footer = {"", "Example: okko eval openflow --flows 100000"})
final class EvalOpenFlow implements Callable<Integer> {

    private static final long ROUND_MS = 500;
    private static final double NS_PER_S = 1e9;
    private static final double PACKETS_PER_MPPS = 1e3; // of packets per nanosecond

    @Option(names = "--flows", defaultValue = "100000", paramLabel = "N",
            description = "How many flows to add (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * What was measured.
     *
     * @param flows       added and dumped
     * @param addSeconds  from the start of {@code ovs-ofctl add-flows} to its end
     * @param dumpSeconds the same of {@code dump-flows}
     * @param idleMpps    rate of the datapath before, in million packets per second
     * @param addingMpps  rate while flows were added
     * @param dumpingMpps rate while they were dumped
     */
    record Report(int flows, double addSeconds, double dumpSeconds, double idleMpps, double addingMpps,
            double dumpingMpps) {}

    /** A tool's work, and what the datapath did meanwhile. */
    private record Timed(double seconds, double mpps) {}

    @Override
    public Integer call() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create("okko-openflow")) {
            print(measure(directory.path()));
            return 0;
        }
    }

    private Report measure(Path directory) throws Exception {
        Path config = prepare(directory);
        Path lines = writeFlows(directory.resolve("flows"));
        Path run = directory.resolve("run");
        String bridge = "unix:" + run.resolve("br0.mgmt");
        try (Switch okko = Switch.create(ConfigFile.read(config), new RunDirectory(run))) {
            okko.start();
            forward(run); // warm
            double idle = forward(run);
            Timed add = during(run, directory, "ovs-ofctl", "add-flows", bridge, lines.toString());
            Timed dump = during(run, directory, "ovs-ofctl", "dump-flows", bridge);
            try (Stream<String> dumped = Files.lines(directory.resolve("printed"))) {
                long count = dumped.filter(line -> line.contains("actions=")).count();
                if (count != flows + 1) { // and the one that the packets take
                    throw new IOException("ovs-ofctl dumped " + count + " flows, not " + (flows + 1));
                }
            }
            return new Report(flows, add.seconds, dump.seconds, idle, add.mpps, dump.mpps);
        } catch (StartException e) {
            throw new IOException(String.join("\n", e.findings()), e);
        }
    }

    private Path prepare(Path directory) throws IOException {
        byte[] frame = new byte[60];
        frame[12] = 8; // IPv4
        frame[14] = 0x45;
        frame[17] = 46; // length
        frame[23] = 17; // UDP
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("frames.pcap"))) {
            for (int i = 0; i < 1_000; i++) {
                frame[28] = (byte) (i >> 8);
                frame[29] = (byte) i;
                writer.write(0, frame);
            }
        }
        return Files.writeString(directory.resolve("okko.yaml"), """
                ports:
                  p1: {number: 1, type: replay, file: frames.pcap}
                  p2: {number: 2, type: replay}
                flows: ["priority=65535,udp,in_port=p1,actions=output:p2"]
                """);
    }

    private Path writeFlows(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < flows; i++) {
                writer.write("priority=%d,tcp,nw_src=10.%d.%d.0/24,nw_dst=192.168.%d.%d,tp_dst=%d,actions=output:2%n"
                        .formatted(1 + i % 60_000, i >> 8 & 255, i & 255, i >> 8 & 255, i & 255, i % 65_536));
            }
        }
        return file;
    }

    private static double forward(Path run) throws IOException, CommandException {
        try (ControlClient client = ControlClient.connect(run)) {
            JsonNode report = client.send("replay run",
                    client.newArguments().put("port", "p1").put("durationMs", ROUND_MS));
            return report.path("packets").asLong() * PACKETS_PER_MPPS / report.path("elapsedNs").asLong();
        }
    }

    /** Runs a tool while packets are forwarded, in rounds; the mean of those that are over before it. */
    private static Timed during(Path run, Path directory, String... command) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService traffic = Executors.newSingleThreadExecutor()) {
            Future<Double> rate = traffic.submit(() -> {
                double sum = forward(run);
                int rounds = 1;
                while (!isOver.get()) {
                    double mpps = forward(run);
                    if (!isOver.get()) {
                        sum += mpps;
                        rounds++;
                    }
                }
                return sum / rounds;
            });
            long beginNs = System.nanoTime();
            int status;
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(directory.resolve("printed").toFile())
                        .redirectError(directory.resolve("errors").toFile());
                status = builder.start().waitFor();
            } finally {
                isOver.set(true);
            }
            double seconds = (System.nanoTime() - beginNs) / NS_PER_S;
            if (status != 0) {
                throw new IOException(command[0] + " " + command[1] + ": "
                        + Files.readString(directory.resolve("errors")));
            }
            return new Timed(seconds, rate.get());
        } catch (ExecutionException e) {
            throw new IOException("the datapath: " + e.getCause().getMessage(), e);
        }
    }

    private void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(report));
        } else {
            out.printf(Locale.ROOT, "%,d flows added in %.2f s, dumped in %.2f s%n", report.flows, report.addSeconds,
                    report.dumpSeconds);
            out.printf(Locale.ROOT,
                    "datapath: %.2f Mpps before, %.2f (%.0f %%) while added, %.2f (%.0f %%) while dumped%n",
                    report.idleMpps, report.addingMpps, 100 * report.addingMpps / report.idleMpps, report.dumpingMpps,
                    100 * report.dumpingMpps / report.idleMpps);
        }
        out.flush();
    }
}
