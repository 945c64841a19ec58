package okko.bpf.verify;

/**
 * What a program is held to, besides that it must be safe.
 *
 * @param alignment       of accesses to memory
 * @param maxInstructions most instructions that a run may execute, 1 or more; a program is accepted only if it is
 *                        proved that no run executes more
 */
public record VerifyOptions(Alignment alignment, long maxInstructions) {

    /** Any alignment; eight million instructions, some ten milliseconds. */
    public static final VerifyOptions DEFAULT = new VerifyOptions(Alignment.ANY, 1L << 23);

    /** At which addresses an access of several bytes may be made. */
    public enum Alignment {
        /** At any; the machines that Okko runs on can do that. */
        ANY,
        /** At multiples of the access's size only, as Linux demands with {@code BPF_F_STRICT_ALIGNMENT}. */
        STRICT
    }

    /**
     * The same with another demand on alignment.
     *
     * @param other alignment
     * @return new options
     */
    public VerifyOptions with(Alignment other) {
        return new VerifyOptions(other, maxInstructions);
    }

    /**
     * The same with another limit on the length of runs.
     *
     * @param instructions most instructions that a run may execute, 1 or more
     * @return new options
     */
    public VerifyOptions withMaxInstructions(long instructions) {
        return new VerifyOptions(alignment, instructions);
    }
}
