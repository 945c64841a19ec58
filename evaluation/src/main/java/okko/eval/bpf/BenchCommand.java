package okko.eval.bpf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times a program on the packets of a capture. */
@Command(
        name = "bench",
        description = "Times a program: nanoseconds per run over the packets of a capture, in rotation.",
        footer = {"", "Example: okko bpf bench p0f.o --pcap syn.pcap --seconds 5",
            "The checksum folds r0 over one pass of the capture from fresh maps: sum = sum * 31 + r0."})
final class BenchCommand implements Callable<Integer> {

    private static final Consumer<String> IGNORED = _ -> { };
    private static final double NANOS_PER_SECOND = 1e9;

    @Mixin
    private ProgramSource source;

    @Option(names = "--pcap", paramLabel = "FILE", required = true, description = "Capture with the packets.")
    private Path capture;

    @Option(names = "--engine", defaultValue = "jit", paramLabel = "ENGINE",
            description = "jit or interpreter (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(names = "--seconds", defaultValue = "3", paramLabel = "S",
            description = "How long to measure, behind a warm-up of 2 seconds (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints. */
    private record Report(
            String program, String engine, int packets, int rounds, double nsPerRunMin, double nsPerRunMedian,
            long runs, String checksum) {}

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be positive: seconds=" + seconds);
        }
        Report report = measure(PacketSource.framesOf(capture));
        var out = spec.commandLine().getOut();
        out.println(json ? JsonOutput.text(report) : text(report));
        out.flush();
        return 0;
    }

    private Report measure(List<byte[]> frames) throws IOException {
        try (BpfProgram once = source.load(IGNORED);
                BpfProgram timed = source.load(IGNORED);
                var packets = new PacketMemory(frames)) {
            long checksum = packets.pass(once.newFunction(engine));
            var rounds = new Rounds(packets, timed.newFunction(engine));
            rounds.measure((long) (seconds * NANOS_PER_SECOND));
            return new Report(once.image().name(), engine.label(), packets.size(), Rounds.COUNT,
                    rounds.nsPerRunMin(), rounds.nsPerRunMedian(), rounds.runs(), Long.toHexString(checksum));
        }
    }

    private static String text(Report report) {
        return "%s, %s: %.2f ns per run at best, %.2f median of %d rounds; %,d runs over %,d packets, checksum %s"
                .formatted(report.program(), report.engine(), report.nsPerRunMin(), report.nsPerRunMedian(),
                        report.rounds(), report.runs(), report.packets(), report.checksum());
    }
}
