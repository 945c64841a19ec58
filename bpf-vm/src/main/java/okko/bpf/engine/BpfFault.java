package okko.bpf.engine;

/** A program did at run time what a verified program never does, or ran for too long. */
public final class BpfFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int pc;

    /**
     * Describes the fault.
     *
     * @param pc     of the instruction
     * @param reason what it did, with values
     */
    public BpfFault(int pc, String reason) {
        super("fault at pc " + pc + ": " + reason);
        this.pc = pc;
    }

    /** {@return the pc of the instruction that faulted} */
    public int pc() {
        return pc;
    }
}
