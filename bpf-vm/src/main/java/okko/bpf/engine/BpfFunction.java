package okko.bpf.engine;

/**
 * A program ready to run, confined to one thread: it owns its stack. Threads share a program's maps, not its functions.
 */
public interface BpfFunction {

    /** Stack of one function call, bytes below r10. */
    int STACK_BYTES = 512;

    /** How many calls may be active at a time: the entry function and seven below it. */
    int MAX_FRAMES = 8;

    /** Longest packet that the verifier reckons with; a longer one must not be given to a program. */
    int MAX_PACKET_BYTES = 65_535;

    /**
     * Runs the program on one packet.
     *
     * @param packet      address of the frame's first byte; becomes r1
     * @param lengthBytes of the frame, 0 to {@link #MAX_PACKET_BYTES}; becomes r2
     * @return r0
     * @throws BpfFault only by the checking interpreter, if the program breaks a rule that the verifier should hold
     */
    long run(long packet, long lengthBytes);
}
