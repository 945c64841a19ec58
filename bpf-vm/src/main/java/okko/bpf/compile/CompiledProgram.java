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

    private static final MethodType CONSTRUCTOR =
            MethodType.methodType(void.class, CompiledProgram.class, RunContext.class, Runnable.class);

    private final MethodHandle constructor;
    private final ProgramImage image;
    private final Environment environment;
    private final int depth;

    private CompiledProgram(
            MethodHandle constructor, ProgramImage image, Environment environment, int depth) {
        this.constructor = constructor;
        this.image = image;
        this.environment = environment;
        this.depth = depth;
    }

    /**
     * Compiles a program.
     *
     * @param image       the program
     * @param analysis    what the verifier learnt of it; trusted, if nothing is checked at run time
     * @param environment its maps, variables, clock and log; they become constants of the class and must outlive its
     *                    functions. The maps may be bound to other memory while no function runs
     * @param options     how
     * @return the compiled program
     * @throws IllegalArgumentException if the program is beyond what can be compiled: calls that nest deeper than 8, a
     *                                  helper that does not exist, more constants than a class may have
     */
    public static CompiledProgram compile(
            ProgramImage image, Analysis analysis, Environment environment, CompileOptions options) {
        try {
            Compilation compilation = Compilation.of(image, analysis, environment, options);
            int depth = compilation.checksAccesses() ? BpfFunction.MAX_FRAMES : compilation.graph().depth();
            byte[] classFile = ProgramClass.build(compilation);
            MethodHandles.Lookup hidden = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(classFile, compilation.constants().classData(), true);
            MethodHandle constructor = hidden.findConstructor(hidden.lookupClass(), CONSTRUCTOR)
                    .asType(CONSTRUCTOR.changeReturnType(BpfFunction.class));
            return new CompiledProgram(constructor, image, environment, depth);
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
            return (BpfFunction) constructor.invokeExact(this, context, onClose);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the generated constructor declares no exception", e);
        }
    }

    ProgramImage image() {
        return image;
    }

    Environment environment() {
        return environment;
    }

    /** How many functions can be active at once. */
    int depth() {
        return depth;
    }
}
