package okko.eval.bpf;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import okko.bpf.compile.CompileOptions;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Finding;
import okko.bpf.verify.Footprint;
import okko.bpf.verify.PacketBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a program may run, and if not why. */
@Command(
        name = "verify",
        description = "Verifies a program; exit status 0 if it is accepted, 1 if it is rejected.",
        footer = {"", "Example: okko bpf verify firewall.o"})
final class VerifyCommand implements Callable<Integer> {

    private static final int ACCEPTED = 0;
    private static final int REJECTED = 1;

    @Mixin
    private ProgramSource source;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints; the numbers are those of {@link Analysis}, null if the program is rejected. */
    private record Report(
            String program, String verdict, Long maxInstructions, String packetRead, String packetWritten,
            List<Finding> findings) {}

    @Override
    public Integer call() throws IOException {
        return switch (source.tryLoad(LoadOptions.DEFAULT)) {
            case LoadOutcome.Loaded(var program) -> accepted(program);
            case LoadOutcome.Refused refused -> rejected(refused);
            case LoadOutcome.Malformed(var reason) -> throw source.malformed(reason);
        };
    }

    private int accepted(BpfProgram program) {
        try (program) {
            Analysis analysis = program.analysis();
            String name = program.image().name();
            print(spec.commandLine().getOut(), json
                    ? JsonOutput.text(new Report(name, "accepted",
                            analysis.maxInstructions() == Long.MAX_VALUE ? null : analysis.maxInstructions(),
                            analysis.footprint().packetRead().toString(),
                            analysis.footprint().packetWritten().toString(), List.of()))
                    : "%s: program %s is accepted: %s, %s".formatted(
                            source.file(), name, length(analysis.maxInstructions()), touched(analysis.footprint())));
        }
        return ACCEPTED;
    }

    private int rejected(LoadOutcome.Refused refused) {
        print(spec.commandLine().getErr(), json
                ? Findings.summary(source.file(), refused)
                : Findings.text(source.file(), refused));
        if (json) {
            print(spec.commandLine().getOut(),
                    JsonOutput.text(new Report(refused.name(), "rejected", null, null, null, refused.findings())));
        }
        return REJECTED;
    }

    private static String length(long maxInstructions) {
        long budget = CompileOptions.DEFAULT.instructionBudget();
        String stop = ", and it is stopped after %,d".formatted(budget);
        return maxInstructions == Long.MAX_VALUE
                ? "no bound of a run is known" + stop + " instructions"
                : "at most %,d instructions per run%s".formatted(maxInstructions, maxInstructions > budget ? stop : "");
    }

    private static String touched(Footprint footprint) {
        return "reads " + bytes(footprint.packetRead())
                + (footprint.packetWritten().isEmpty() ? "" : ", writes " + bytes(footprint.packetWritten()));
    }

    private static String bytes(PacketBytes bytes) {
        return bytes.isEmpty() ? "no packet bytes" : "packet bytes " + bytes;
    }

    private static void print(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }
}
