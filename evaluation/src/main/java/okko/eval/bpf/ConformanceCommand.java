package okko.eval.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import okko.bpf.compile.CompileOptions;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.compile.CompiledProgram;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.DecodeOutcome;
import okko.bpf.isa.Decoder;
import okko.bpf.program.Engine;
import okko.bpf.verify.Analysis;
import okko.eval.speed.PacketMemory;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The plugin of the public bpf_conformance project: one program from standard input, run once. No verifier looks at it;
 * both engines check each access.
 */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {"Runs one program, read from standard input in hexadecimal, as a plugin of bpf_conformance.",
            "Prints r0 in hexadecimal. The program need not pass the verifier:",
            "each access is checked when it happens."},
        footer = {"", "Example: echo 'b7 00 00 00 2a 00 00 00  95 00 00 00 00 00 00 00' | okko bpf conformance"})
final class ConformanceCommand implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final String ENTRY = "main";

    private final InputStream input;

    @Parameters(arity = "0..1", paramLabel = "MEMHEX",
            description = "Bytes of the memory that r1 points to, r2 being its length; the program may write to it.")
    private String memory = "";

    @Option(names = "--engine", defaultValue = "jit", paramLabel = "ENGINE", converter = EngineName.class,
            description = "jit or interpreter (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(names = "--elf",
            description = "The input is an object file in hexadecimal, its function " + ENTRY + " in section .text.")
    private boolean isElf;

    @Spec
    private CommandSpec spec;

    ConformanceCommand() {
        this(System.in);
    }

    ConformanceCommand(InputStream input) {
        this.input = input;
    }

    /** What a program or its input is not; the message is all that the other side is told. */
    private static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    @Override
    public Integer call() throws IOException {
        String program = new String(input.readAllBytes(), StandardCharsets.ISO_8859_1);
        try {
            byte[] given = bytes("memory", memory);
            long r0 = run(image(bytes("program", program)), given);
            spec.commandLine().getOut().println(Long.toHexString(r0));
            spec.commandLine().getOut().flush();
            return DONE;
        } catch (Unusable | BpfFault | IllegalArgumentException reason) {
            spec.commandLine().getErr().println(reason.getMessage());
            spec.commandLine().getErr().flush();
            return FAILED;
        }
    }

    private long run(ProgramImage image, byte[] bytes) {
        Consumer<String> log = spec.commandLine().getErr()::println;
        try (var environment = Environment.allocate(image, SystemNanoClock.INSTANCE, log);
                BpfFunction function = newFunction(image, environment);
                var packets = new PacketMemory(List.of(bytes))) {
            return bytes.length == 0 ? function.run(0, 0) : packets.run(function, 0);
        }
    }

    private BpfFunction newFunction(ProgramImage image, Environment environment) {
        var context = new RunContext(environment, 0);
        long budget = CompileOptions.DEFAULT.instructionBudget();
        return switch (engine) {
            case JIT -> CompiledProgram
                    .compile(image, Analysis.unverified(image.code()), environment,
                            new CompileOptions(RangeChecks.AT_RUN_TIME, budget))
                    .newFunction(context, () -> { });
            case INTERPRETER -> new Interpreter(image, environment, context, budget, () -> { });
        };
    }

    private ProgramImage image(byte[] program) throws Unusable {
        if (isElf) {
            try {
                return ElfLoader.load(program, ENTRY, Abi.CONFORMANCE);
            } catch (ElfException e) {
                throw new Unusable(e.getMessage());
            }
        }
        return switch (Decoder.decode(program)) {
            case DecodeOutcome.Decoded(var code) ->
                new ProgramImage(ENTRY, Abi.CONFORMANCE, code, List.of(), SourceLines.NONE);
            case DecodeOutcome.Malformed(List<CodeError> errors) -> throw new Unusable(errors.getFirst().toString());
        };
    }

    private static byte[] bytes(String what, String hex) throws Unusable {
        try {
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new Unusable(what + " is not hexadecimal: " + e.getMessage());
        }
    }
}
