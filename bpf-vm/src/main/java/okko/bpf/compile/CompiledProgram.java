package okko.bpf.compile;

import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Analysis;

/** A program compiled to a hidden class; from it each thread gets a function of its own. */
public final class CompiledProgram {

    private CompiledProgram() {}

    /**
     * Compiles a verified program.
     *
     * @param image       the program
     * @param analysis    what the verifier learnt of it
     * @param environment its maps, constant data, clock and log; they become constants of the class
     * @return the compiled program
     */
    public static CompiledProgram compile(ProgramImage image, Analysis analysis, Environment environment) {
        throw new UnsupportedOperationException();
    }

    /** {@return a function with a stack of its own, for one thread} */
    public BpfFunction newFunction() {
        throw new UnsupportedOperationException();
    }
}
