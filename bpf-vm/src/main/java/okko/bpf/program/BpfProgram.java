package okko.bpf.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okko.bpf.compile.CompiledProgram;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.engine.RunStatistics;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.BpfMap;
import okko.bpf.map.Maps;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;

/**
 * A program that is loaded and verified, with its maps.
 *
 * <p><b>Life.</b> {@link #load} makes it; {@link #newFunction} compiles it and warms it up at the first call, and gives
 * each thread a function; {@link #replacement} loads its successor, which takes over the contents of maps of the same
 * layout. Programs that its program arrays name in the source come with it, and share its maps. {@link #close} may be
 * called while threads still run their functions: no new ones are made, and the maps are freed when the last function
 * has been closed.
 */
public final class BpfProgram implements AutoCloseable {

    private final ProgramImage image;
    private final Analysis analysis;
    private final LoadOptions options;
    private final MapContents contents;
    private final TailPrograms tailPrograms = new TailPrograms();
    private final List<BpfFunction> functions = new ArrayList<>();
    private Environment environment;  // made when it is first needed: a program may be large, and only be looked at
    private CompiledProgram compiled; // made with the first compiled function
    private RunStatistics ofClosedFunctions = RunStatistics.NONE;
    private boolean isInstalled; // functions were handed out
    private boolean isClosed;

    private BpfProgram(ProgramImage image, Analysis analysis, LoadOptions options, MapContents contents) {
        this.image = image;
        this.analysis = analysis;
        this.options = options;
        this.contents = contents;
    }

    /**
     * Loads a program from an object file: links, verifies, makes its maps.
     *
     * @param object  contents of the ELF file
     * @param options how
     * @return the program, or why there is none; nothing is left behind then
     */
    public static LoadOutcome load(byte[] object, LoadOptions options) {
        return load(object, options, new MapContents());
    }

    /**
     * Loads a program that is linked already: verifies, makes its maps.
     *
     * @param image   the program
     * @param options how; name and ABI of the program are not looked at
     * @return the program, or why the verifier refused it; nothing is left behind then
     */
    public static LoadOutcome load(ProgramImage image, LoadOptions options) {
        return load(image, options, new MapContents());
    }

    /**
     * Loads the program that is to take this one's place. Maps of the same {@linkplain
     * okko.bpf.map.MapDefinition#hasLayoutOf layout} have one memory in both, from the moment at which the successor's
     * first function is made; both may run at that time.
     *
     * @param object       contents of the ELF file
     * @param otherOptions how; for as many threads as this one, or per-thread maps begin anew
     * @return the successor, or why there is none; this program is as it was, and still has to be closed
     * @throws IllegalStateException if this program is closed
     */
    public synchronized LoadOutcome replacement(byte[] object, LoadOptions otherOptions) {
        requireOpen();
        boolean sameThreads = options.threads() == otherOptions.threads();
        var inherited = new MapContents();
        inherited.succeed(environment().maps(), sameThreads);
        return load(object, otherOptions, inherited);
    }

    /**
     * Prepares to hand the contents of maps over to a program that has equal maps of its own, where the two cannot have
     * one memory; both are ready to run. Program arrays and constants stay as they are.
     *
     * @param successor loaded from the same object, for as many threads
     * @return does it; to be closed
     * @throws IllegalStateException if one of the programs is closed
     */
    public MapCopy copyTo(BpfProgram successor) {
        return MapCopy.between(maps(), successor.maps());
    }

    private static LoadOutcome load(byte[] object, LoadOptions options, MapContents contents) {
        LoadOutcome outcome = loadAlone(object, options, contents);
        if (outcome instanceof LoadOutcome.Loaded(var program)) {
            LoadOutcome failure = program.tailPrograms.load(object, program.image, options);
            if (failure != null) {
                program.close();
                return failure;
            }
        }
        return outcome;
    }

    /** Loads one program of an object, but none of those that its tail calls go to. */
    static LoadOutcome loadAlone(byte[] object, LoadOptions options, MapContents contents) {
        try {
            return load(ElfLoader.load(object, options.program(), options.abi()), options, contents);
        } catch (ElfException reason) {
            contents.close();
            return new LoadOutcome.Malformed(reason.getMessage());
        }
    }

    private static LoadOutcome load(ProgramImage linked, LoadOptions options, MapContents contents) {
        ProgramImage image = options.role() == null ? linked : linked.as(options.role());
        return switch (Verifier.verify(image, options.verify())) {
            case Verdict.Rejected(var findings) -> {
                contents.close();
                yield new LoadOutcome.Refused(image.name(), findings);
            }
            case Verdict.Accepted(var analysis) -> accepted(image, analysis, options, contents);
        };
    }

    private static LoadOutcome accepted(
            ProgramImage image, Analysis analysis, LoadOptions options, MapContents contents) {
        try {
            if (options.mapFiles() != null) {
                contents.share(image.maps(), options);
            }
            image.maps().forEach(definition -> Maps.bytes(definition, options.threads())); // refuses what is too large
            return new LoadOutcome.Loaded(new BpfProgram(image, analysis, options, contents));
        } catch (IOException | IllegalArgumentException reason) {
            contents.close();
            return new LoadOutcome.Malformed("maps: " + reason.getMessage());
        }
    }

    /** {@return the program as it was linked} */
    public ProgramImage image() {
        return image;
    }

    /** {@return what the verifier learnt} */
    public Analysis analysis() {
        return analysis;
    }

    /**
     * Returns the maps; makes them if nobody has needed them before.
     *
     * @return in the order of the image's definitions
     * @throws IllegalStateException if the program is closed
     */
    public synchronized List<BpfMap> maps() {
        requireOpen();
        return environment().maps();
    }

    private Environment environment() {
        if (environment == null) {
            environment = Environment.allocate(image, options.clock(), options.log(), options.threads());
        }
        return environment;
    }

    /**
     * {@return the names of the maps whose contents come from the predecessor or from files; known once a function was
     * made}
     */
    public synchronized List<String> keptMaps() {
        return contents.inherited();
    }

    /** {@return how often the program ran, in all functions that were ever made, and for how long} */
    public synchronized RunStatistics statistics() {
        return functions.stream().map(BpfFunction::statistics).reduce(ofClosedFunctions, RunStatistics::plus);
    }

    /**
     * Makes a function for thread 0, see {@link #newFunction(Engine, int)}.
     *
     * @param engine that is to run it
     * @return a function, to be used by one thread
     */
    public BpfFunction newFunction(Engine engine) {
        return newFunction(engine, 0);
    }

    /**
     * Makes a function for one thread; all of them share the maps. The first compiled one takes milliseconds, and as
     * long as the warm-up that the options ask for: it runs on contents of the maps that are thrown away afterwards.
     *
     * @param engine that is to run it
     * @param thread number of the thread that runs it, from 0, below the number that the program was loaded for
     * @return a function, to be used and closed by one thread
     * @throws IllegalStateException     if the program is closed
     * @throws IndexOutOfBoundsException if there is no such thread
     */
    public synchronized BpfFunction newFunction(Engine engine, int thread) {
        requireOpen();
        Objects.checkIndex(thread, options.threads());
        if (engine == Engine.JIT && compiled == null) {
            compiled = CompiledProgram.compile(image, analysis, environment(), options.compile());
            if (!isInstalled && options.warmUp().isPositive()) {
                warmUp();
            }
        }
        if (!isInstalled) {
            isInstalled = true;
            contents.bindTo(environment().maps());
            tailPrograms.install(engine, this);
        }
        BpfFunction function = make(engine, new RunContext(environment, thread));
        functions.add(function);
        return function;
    }

    /** Takes over the contents of equal maps, as long as no function was made. */
    void inherit(List<BpfMap> maps) {
        contents.inherit(maps, true);
    }

    private void warmUp() {
        var silent = RunContext.silent(environment, 0);
        try (var function = compiled.newFunction(silent, () -> { }); var packets = new WarmUp()) {
            packets.run(function, options.warmUp());
        }
        for (BpfMap map : environment.maps()) {
            try (BpfMap fresh = Maps.create(map.definition(), options.threads())) {
                map.bind(fresh.memory());
            }
        }
    }

    /**
     * Makes a function to try the program out: it is interpreted, reads maps as they are now, and writes to copies of
     * its own, so that neither maps nor statistics of the program show that it ran. It writes no lines.
     *
     * @return a function, to be used and closed by one thread, before the program is closed
     * @throws IllegalStateException if the program is closed
     */
    public synchronized BpfFunction newTrial() {
        requireOpen();
        return new Trial(tailPrograms.byName()).function(this);
    }

    /** {@return how it was loaded} */
    LoadOptions options() {
        return options;
    }

    private BpfFunction make(Engine engine, RunContext context) {
        return switch (engine) {
            case JIT -> compiled.newFunction(context, () -> closed(context));
            case INTERPRETER -> new Interpreter(
                    image, environment, context, options.compile().instructionBudget(), () -> closed(context));
        };
    }

    /** A thread is done with its function. */
    private synchronized void closed(RunContext context) {
        for (BpfFunction function : List.copyOf(functions)) {
            if (function.context() == context) {
                ofClosedFunctions = ofClosedFunctions.plus(function.statistics());
                functions.remove(function);
            }
        }
        freeIfUnused();
    }

    /** Makes no functions any more; frees the maps as soon as no function is left. Closing twice is closing once. */
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            contents.close();
            freeIfUnused();
        }
    }

    private void freeIfUnused() {
        if (isClosed && functions.isEmpty()) {
            tailPrograms.close();
            if (environment != null) {
                environment.close();
                environment = null;
            }
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("program is closed: name=" + image.name());
        }
    }
}
