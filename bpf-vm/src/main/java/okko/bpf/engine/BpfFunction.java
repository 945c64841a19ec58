package okko.bpf.engine;

/**
 * A program ready to run, confined to one thread: it owns its stack. Threads share a program's maps, not its functions.
 */
public interface BpfFunction {

    /**
     * Runs the program on one packet.
     *
     * @param packet      address of the frame's first byte; becomes r1
     * @param lengthBytes of the frame, 0 or more; becomes r2
     * @return r0
     * @throws BpfFault only by the checking interpreter, if the program breaks a rule that the verifier should have held
     */
    long run(long packet, long lengthBytes);
}
