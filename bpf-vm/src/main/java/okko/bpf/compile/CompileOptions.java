package okko.bpf.compile;

import okko.bpf.verify.VerifyOptions;

/**
 * How to compile a program.
 *
 * @param checks            of memory accesses
 * @param instructionBudget how many instructions a run may execute; one that executes more ends in a fault, in compiled
 *                          code as in the interpreter, but up to one round of a loop, or one way through a function,
 *                          later; never earlier
 */
public record CompileOptions(RangeChecks checks, long instructionBudget) {

    /** Trust the verifier; as many instructions as it allows by default. */
    public static final CompileOptions DEFAULT = 
            new CompileOptions(RangeChecks.PROVED, VerifyOptions.DEFAULT.maxInstructions());

    /** Whether each access to memory is checked when it happens. */
    public enum RangeChecks {
        /** Not at run time: the verifier has proved that it stays within what the program owns. */
        PROVED,
        /** At run time too: an access that strays ends in a fault. */
        AT_RUN_TIME
    }
}
