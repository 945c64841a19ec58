package okko.bpf.program;

import java.util.List;
import okko.bpf.compile.CompileOptions;
import okko.bpf.compile.CompiledProgram;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.BpfMap;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;

/** A program that is loaded and verified, with its maps. Closing it frees the maps. */
public final class BpfProgram implements AutoCloseable {

    private final ProgramImage image;
    private final Analysis analysis;
    private final Environment environment;
    private final CompileOptions compileOptions;
    private CompiledProgram compiled; // made with the first compiled function
    private boolean isClosed;

    private BpfProgram(
            ProgramImage image, Analysis analysis, Environment environment, CompileOptions compileOptions) {
        this.compileOptions = compileOptions;
        this.image = image;
        this.analysis = analysis;
        this.environment = environment;
    }

    /**
     * Loads a program from an object file: links, verifies, makes its maps.
     *
     * @param object  contents of the ELF file
     * @param options how
     * @return the program, or why there is none; nothing is left behind then
     */
    public static LoadOutcome load(byte[] object, LoadOptions options) {
        ProgramImage image;
        try {
            image = ElfLoader.load(object, options.program(), options.abi());
        } catch (ElfException reason) {
            return new LoadOutcome.Malformed(reason.getMessage());
        }
        return load(image, options);
    }

    /**
     * Loads a program that is linked already: verifies, makes its maps.
     *
     * @param image   the program
     * @param options how; the name of the program is not looked at
     * @return the program, or why the verifier refused it; nothing is left behind then
     */
    public static LoadOutcome load(ProgramImage image, LoadOptions options) {
        return switch (Verifier.verify(image)) {
            case Verdict.Rejected(var findings) -> new LoadOutcome.Refused(image.name(), findings);
            case Verdict.Accepted(var analysis) -> new LoadOutcome.Loaded(new BpfProgram(
                    image, analysis,
                    Environment.allocate(image, options.clock(), options.log(), options.threads()),
                    options.compile()));
        };
    }

    /** {@return the program as it was linked} */
    public ProgramImage image() {
        return image;
    }

    /** {@return what the verifier learnt} */
    public Analysis analysis() {
        return analysis;
    }

    /** {@return the maps, in the order of the image's definitions} */
    public List<BpfMap> maps() {
        return environment.maps();
    }

    /**
     * Makes a function for thread 0, see {@link #newFunction(Engine, int)}.
     *
     * @param engine that is to run it
     * @return a function, to be used by one thread, and not after {@link #close()}
     */
    public BpfFunction newFunction(Engine engine) {
        return newFunction(engine, 0);
    }

    /**
     * Makes a function for one thread; all of them share the maps. The first compiled one takes milliseconds.
     *
     * @param engine that is to run it
     * @param thread number of the thread that runs it, from 0, below the number that the program was loaded for
     * @return a function, to be used by one thread, and not after {@link #close()}
     * @throws IllegalStateException if the program is closed
     */
    public synchronized BpfFunction newFunction(Engine engine, int thread) {
        var context = new RunContext(environment, thread);
        if (isClosed) {
            throw new IllegalStateException("program is closed: name=" + image.name());
        }
        return switch (engine) {
            case JIT -> {
                if (compiled == null) {
                    compiled = CompiledProgram.compile(image, analysis, environment, compileOptions);
                }
                yield compiled.newFunction(context, () -> { });
            }
            case INTERPRETER -> new Interpreter(
                    image, environment, context, compileOptions.instructionBudget(), () -> { });
        };
    }

    /** Frees the maps; no function of this program may run any more. Closing twice is closing once. */
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            environment.close();
        }
    }
}
