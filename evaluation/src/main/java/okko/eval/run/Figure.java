package okko.eval.run;

import java.util.Arrays;
import java.util.Optional;

/** A picture of the report, and the question that it answers; each is one or several experiments. */
public enum Figure {
    /** Oko's first: applications in places. */
    APPLICATIONS("applications", "Where should user code run?"),
    /** Oko's second: what support for programs costs those who use none. */
    CACHES("caches", "What does support for programs cost, by the caches in use?"),
    /** Oko's third. */
    CHAINS("chains", "What does each further program of a chain cost?"),
    /** Costs taken apart. */
    BREAKDOWN("breakdown", "What is the border's share of the cost, and what is the work's?"),
    /** Systems by others. */
    PEERS("peers", "How do other switches carry the same packets on this machine?"),
    /** Offered load. */
    LOAD("load", "How much load is carried without loss, and with what delay?"),
    /** Length of frames. */
    SIZE("size", "How does throughput depend on the length of packets?"),
    /** Number of flows. */
    FLOWS("flows", "How does throughput depend on the number of flows?"),
    /** Number of rules. */
    RULES("rules", "How does throughput depend on the number of rules?"),
    /** Packets per batch. */
    BATCH("batch", "How does throughput depend on the packets per batch?"),
    /** Descriptors in a ring. */
    RING("ring", "How does throughput depend on the size of the rings?"),
    /** What threads do without work. */
    IDLE("idle", "What do threads that wait cost, and what does it cost to let them sleep?"),
    /** A against A, and a variant that is known to be slower. */
    CONTROL("control", "Can this machine tell equal from unequal?");

    private final String label;
    private final String question;

    Figure(String label, String question) {
        this.label = label;
        this.question = question;
    }

    /** {@return the name on the command line and in result files} */
    public String label() {
        return label;
    }

    /** {@return what it answers} */
    public String question() {
        return question;
    }

    /**
     * Finds a figure.
     *
     * @param label its name
     * @return the figure, if there is one
     */
    public static Optional<Figure> of(String label) {
        return Arrays.stream(values()).filter(figure -> figure.label.equals(label)).findFirst();
    }
}
