package okko.bpf.verify;

import java.util.List;

/** The verifier's answer. */
public sealed interface Verdict {

    /**
     * The program cannot fault.
     *
     * @param analysis what else was learnt, for compiler and switch
     */
    record Accepted(Analysis analysis) implements Verdict {}

    /**
     * The program might fault.
     *
     * @param findings at least one, in the order of their pcs, one per cause
     */
    record Rejected(List<Finding> findings) implements Verdict {}
}
