package okko.eval.bpf;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import okko.bpf.compile.CompileOptions;
import okko.bpf.image.ProgramImage;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Finding;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import okko.bpf.verify.VerifyOptions.Alignment;
import okko.eval.speed.VerifyTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether a program may run, and if not why. */
@Command(
        name = "verify",
        description = "Verifies a program; exit status 0 if it is accepted, 1 if it is rejected.",
        footer = {"", "Example: okko bpf verify firewall.o"})
final class VerifyCommand implements Callable<Integer> {

    private static final int ACCEPTED = 0;
    private static final int REJECTED = 1;
    private static final int MAX_REPETITIONS = 1_000_000;

    @Mixin
    private ProgramSource source;

    @Mixin
    private RoleChoice role;

    @Option(names = "--strict-alignment",
            description = "Accept accesses to memory only at multiples of their size, as some machines demand.")
    private boolean isStrict;

    @Option(names = "--max-instructions", paramLabel = "N",
            description = "Accept the program only if no run executes more (default: 8,388,608).")
    private Long maxInstructions;

    @Option(names = "--log", description = "Print what is known before each instruction, beside the source.")
    private boolean isLogged;

    @Option(names = "--repeat", paramLabel = "N",
            description = "Verify N times, and say how long that takes and how much memory it allocates.")
    private Integer repetitions;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * What {@code --json} prints; there is a log with {@code --log}, what is promised if it is accepted, and times with
     * {@code --repeat}.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Report(
            String program, String verdict, @JsonUnwrapped Acceptance accepted, List<Finding> findings,
            List<StateListing.Entry> log, VerifyTimes speed) {}

    @Override
    public Integer call() throws IOException {
        LoadOptions options = options();
        StateListing log = isLogged ? log(options) : null;
        VerifyTimes speed = repetitions == null ? null : measure(options);
        return switch (source.tryLoad(options)) {
            case LoadOutcome.Loaded(var program) -> accepted(program, log, speed);
            case LoadOutcome.Refused refused -> rejected(refused, log, speed);
            case LoadOutcome.Malformed(var reason) -> throw source.malformed(reason);
        };
    }

    private LoadOptions options() {
        if (maxInstructions != null && maxInstructions < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--max-instructions must be 1 or more: max-instructions=" + maxInstructions);
        }
        if (repetitions != null && (repetitions < 1 || repetitions > MAX_REPETITIONS)) {
            throw new ParameterException(spec.commandLine(),
                    "--repeat must be 1 to " + MAX_REPETITIONS + ": repeat=" + repetitions);
        }
        LoadOptions options = role.applyTo(LoadOptions.DEFAULT).with(isStrict ? Alignment.STRICT : Alignment.ANY);
        return maxInstructions == null
                ? options
                : options.with(new CompileOptions(options.compile().checks(), maxInstructions));
    }

    private StateListing log(LoadOptions options) throws IOException {
        ProgramImage image = image(options);
        StateListing log = new StateListing(image);
        Verdict _ = Verifier.verify(image, options.verify(), log);
        return log;
    }

    private VerifyTimes measure(LoadOptions options) throws IOException {
        return VerifyTimes.measure(image(options), options.verify(), repetitions);
    }

    private ProgramImage image(LoadOptions options) throws IOException {
        ProgramImage image = source.image();
        return options.role() == null ? image : image.as(options.role());
    }

    private int accepted(BpfProgram program, StateListing log, VerifyTimes speed) {
        try (program) {
            String name = program.image().name();
            Acceptance acceptance = Acceptance.of(program.image(), program.analysis());
            print(spec.commandLine().getOut(), json
                    ? JsonOutput.text(new Report(
                            name, "accepted", acceptance, List.of(), log == null ? null : log.entries(), speed))
                    : (log == null ? "" : log.text(List.of()) + "\n")
                            + acceptance.text(source.file(), name)
                            + (speed == null ? "" : "\n  speed:  " + speed.text()));
        }
        return ACCEPTED;
    }

    private int rejected(LoadOutcome.Refused refused, StateListing log, VerifyTimes speed) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            print(out, JsonOutput.text(new Report(
                    refused.name(), "rejected", null, refused.findings(), log == null ? null : log.entries(), speed)));
        } else if (log != null) {
            print(out, log.text(refused.findings()));
        }
        print(spec.commandLine().getErr(), json
                ? Findings.summary(source.file(), refused)
                : Findings.text(source.file(), refused));
        if (!json && speed != null) {
            print(out, speed.text());
        }
        return REJECTED;
    }

    private static void print(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }
}
