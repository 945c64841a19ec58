package okko.eval.experiment;

/** A variant of the control. */
public enum ControlSide {
    /** A place, measured against itself. */
    SWITCH("switch-bpf", "switch-bpf"),
    /** The same again. */
    SWITCH_AGAIN("switch-bpf again", "switch-bpf"),
    /** Another place, with two processes and two busy threads. */
    PROCESS("process-bpf", "process-bpf"),
    /** The same again. */
    PROCESS_AGAIN("process-bpf again", "process-bpf"),
    /** A program that looks at the clock. */
    UNTOUCHED("waits 0 ns", "switch-bpf"),
    /** The same, but it waits until {@link #ADDED_NS} have passed. */
    SLOWED("waits 100 ns", "switch-bpf");

    /** What the slowed side has more per packet, in ns. */
    public static final double ADDED_NS = 100;

    private final String label;
    private final String setup;

    ControlSide(String label, String setup) {
        this.label = label;
        this.setup = setup;
    }

    /** {@return its label among the variants} */
    public String label() {
        return label;
    }

    /** {@return name of the place} */
    public String setup() {
        return setup;
    }
}
