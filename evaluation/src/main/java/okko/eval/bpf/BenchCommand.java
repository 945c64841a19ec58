package okko.eval.bpf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import okko.bpf.engine.BpfFunction;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.eval.speed.BenchReport;
import okko.eval.speed.BenchReport.Twin;
import okko.eval.speed.LoadTimes;
import okko.eval.speed.NativeTwin;
import okko.eval.speed.PacketMemory;
import okko.eval.speed.Rounds;
import okko.eval.speed.SpeedFiles;
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
            "The checksum folds r0 over one pass of the capture from fresh maps: sum = sum * 31 + r0.",
            "Packets that a program rewrites stay so in later runs."})
final class BenchCommand implements Callable<Integer> {

    private static final double NANOS_PER_SECOND = 1e9;

    @Mixin
    private ProgramSource source;

    @Option(names = "--pcap", paramLabel = "FILE", required = true, description = "Capture with the packets.")
    private Path capture;

    @Mixin
    private RoleChoice role;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--seconds", defaultValue = "3", paramLabel = "S",
            description = "How long to measure, behind a warm-up of 2 seconds (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--native", paramLabel = "FILE.c",
            description = "The same function in C: gcc compiles it, and its rounds take turns with the program's.")
    private Path twinSource;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be positive: seconds=" + seconds);
        }
        BenchReport report = measure();
        var out = spec.commandLine().getOut();
        out.println(json ? JsonOutput.text(report) : text(report));
        out.flush();
        if (!report.agrees()) {
            throw new IllegalArgumentException("%s: the program's checksum is %s, that of %s is %s".formatted(
                    source.file(), report.checksum(), twinSource, report.twin().checksum()));
        }
        return 0;
    }

    private BenchReport measure() throws IOException {
        try (var packets = new PacketMemory(PacketSource.framesOf(capture))) {
            if (twinSource == null) {
                return measure(packets, null);
            }
            try (var files = new SpeedFiles();
                    var twin = NativeTwin.start(twinSource, capture, files.directory())) {
                return measure(packets, twin);
            }
        }
    }

    /** What is timed is loaded first: the JIT then knows no other program, as in a switch that has one. */
    private BenchReport measure(PacketMemory packets, NativeTwin twin) throws IOException {
        LoadOptions options = engine.applyTo(role.applyTo(LoadOptions.DEFAULT));
        long begin = System.nanoTime();
        try (BpfProgram timed = source.load(options)) {
            long loaded = System.nanoTime();
            BpfFunction function = timed.newFunction(engine.engine());
            long compiled = System.nanoTime();
            packets.introduce(function);
            var rounds = new Rounds(packets, function, twin, begin);
            rounds.measure((long) (seconds * NANOS_PER_SECOND));
            function.close();
            return new BenchReport(timed.image().name(), timed.image().abi().label(), engine.engine().label(),
                    engine.isChecked(), Instructions.count(timed.image().code()), packets.size(), rounds.count(),
                    rounds.pace().minNs(), rounds.pace().medianNs(), rounds.runs(), checksum(packets, options),
                    rounds.timeToPeakMs(), (loaded - begin) / 1e6, (compiled - loaded) / 1e6,
                    LoadTimes.measure(source.read(), source.select(options), engine.engine()),
                    twin == null ? null : report(twin, rounds));
        }
    }

    private String checksum(PacketMemory packets, LoadOptions options) throws IOException {
        try (BpfProgram fresh = source.load(options); BpfFunction function = fresh.newFunction(engine.engine())) {
            packets.introduce(function);
            for (int i = 0; i < packets.size(); i++) {
                packets.restore(i);
            }
            return Long.toHexString(packets.pass(function));
        }
    }

    private static Twin report(NativeTwin twin, Rounds rounds) {
        return new Twin(String.join(" ", NativeTwin.COMPILER), rounds.twinPace().minNs(),
                rounds.twinPace().medianNs(), twin.checksum(), rounds.pace().minNs() / rounds.twinPace().minNs());
    }

    private static String text(BenchReport report) {
        String text = ("%s, %s: %.2f ns per run at best, %.2f median of %d rounds; "
                + "%,d runs over %,d packets, checksum %s")
                .formatted(report.program(), report.engine(), report.nsPerRunMin(), report.nsPerRunMedian(),
                        report.rounds(), report.runs(), report.packets(), report.checksum())
                + "\nat that pace %.0f ms after loading began".formatted(report.timeToPeakMs());
        Twin twin = report.twin();
        return twin == null ? text : text + "\n%s: %.2f ns at best, %.2f median, checksum %s; %.2f times as long"
                .formatted(twin.compiler(), twin.nsPerRunMin(), twin.nsPerRunMedian(), twin.checksum(), twin.ratio());
    }
}
