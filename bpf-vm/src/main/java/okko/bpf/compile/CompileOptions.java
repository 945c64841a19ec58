package okko.bpf.compile;

/**
 * How to compile a program.
 *
 * @param checks            of memory accesses
 * @param instructionBudget how many instructions a run may take, about, before it is stopped; counted where a run may
 *                          come by twice
 */
public record CompileOptions(RangeChecks checks, long instructionBudget) {

    /** Trust the verifier; eight million instructions, some ten milliseconds. */
    public static final CompileOptions DEFAULT = new CompileOptions(RangeChecks.PROVED, 1L << 23);

    /** Whether each access to memory is checked when it happens. */
    public enum RangeChecks {
        /** Not at run time: the verifier has proved that it stays within what the program owns. */
        PROVED,
        /** At run time too: an access that strays ends in a fault. */
        AT_RUN_TIME
    }
}
