package okko.bpf.compile;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Analysis;

/**
 * A program compiled to a hidden class; from it each thread gets a function of its own.
 *
 * <p>The class is unloaded, its machine code with it, when this object and all functions are unreachable.
 */
public final class CompiledProgram {

    private static final MethodType CONSTRUCTOR = MethodType.methodType(void.class, int.class, RunContext.class, Runnable.class);

    private final MethodHandle constructor;
    private final Environment environment;
    private final int depth;

    private CompiledProgram(MethodHandle constructor, Environment environment, int depth) {
        this.environment = environment;
        this.constructor = constructor;
        this.depth = depth;
    }

    /**
     * Compiles a verified program.
     *
     * @param image       the program
     * @param analysis    what the verifier learnt of it; trusted, as nothing is checked at run time
     * @param environment its maps, constant data, clock and log; they become constants of the class and must outlive
     *                    its functions
     * @param options     how
     * @return the compiled program
     * @throws IllegalArgumentException if the program is beyond what can be compiled: more than 64 KiB of bytecode in
     *                                  one function (some 7,000 instructions), or calls that nest deeper than 8
     */
    public static CompiledProgram compile(
            ProgramImage image, Analysis analysis, Environment environment, CompileOptions options) {
        try {
            var graph = new CallGraph(image.code(), analysis.reachable());
            var constants = new Constants();
            byte[] classFile = new ProgramClass(image, analysis, graph, environment, constants).build();
            MethodHandles.Lookup hidden = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(classFile, constants.classData(), true);
            MethodHandle constructor = hidden.findConstructor(hidden.lookupClass(), CONSTRUCTOR)
                    .asType(CONSTRUCTOR.changeReturnType(BpfFunction.class));
            return new CompiledProgram(constructor, environment, graph.depth());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot compile program " + image.name() + ": " + e.getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("generated class without its constructor", e);
        }
    }

    /**
     * Makes a function for thread 0; the garbage collector frees its stack with it.
     *
     * @return a function with a stack of its own, for one thread
     */
    public BpfFunction newFunction() {
        return newFunction(new RunContext(environment, 0), () -> { });
    }

    /**
     * Makes a function; the garbage collector frees its stack with it.
     *
     * @param context of this function alone
     * @param onClose called once, when the function will not run again
     * @return a function with a stack of its own, for one thread
     */
    public BpfFunction newFunction(RunContext context, Runnable onClose) {
        try {
            return (BpfFunction) constructor.invokeExact(depth, context, onClose);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the generated constructor declares no exception", e);
        }
    }
}
