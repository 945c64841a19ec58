package okko.bpf.verify;

/** Told of each state that the verdict rests on: the verifier's view of a program, instruction by instruction. */
@FunctionalInterface
public interface StateLog {

    /** Nobody listens; the verifier then does no work for it. */
    StateLog NONE = (_, _) -> { };

    /**
     * A state was held against the needs of an instruction. Functions that are called more than once, and loops, bring
     * several states to an instruction; the same one may be told of again.
     *
     * @param pc    of the instruction
     * @param state before it
     */
    void see(int pc, LoggedState state);
}
