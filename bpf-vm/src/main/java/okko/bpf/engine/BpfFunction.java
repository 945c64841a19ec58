package okko.bpf.engine;

import okko.bpf.map.TailCallTarget;

/**
 * A program ready to run, confined to one thread: it owns its stack. Threads share a program's maps, not its functions.
 */
public interface BpfFunction extends TailCallTarget {

    /** Stack of one function call, bytes below r10. */
    int STACK_BYTES = 512;

    /** How many calls may be active at a time: the entry function and seven below it. */
    int MAX_FRAMES = 8;

    /** Longest packet that the verifier reckons with; a longer one must not be given to a program. */
    int MAX_PACKET_BYTES = 65_535;

    /** How many programs may follow on one another by tail calls in one run, as in Linux. */
    int MAX_TAIL_CALLS = 33;

    /**
     * Runs the program on one packet.
     *
     * @param packet      address of the frame's first byte
     * @param lengthBytes of the frame, 0 to {@link #MAX_PACKET_BYTES}
     * @return r0
     * @throws BpfFault if the program exceeds its instruction budget; and, where accesses are checked at run time, if
     *                  it breaks a rule that the verifier should hold
     */
    long run(long packet, long lengthBytes);

    /** {@return what the program may ask of the packet besides its bytes, and what it decided; for each run anew} */
    RunContext context();

    /** {@return how often the program ran, and for how long} */
    RunStatistics statistics();
}
