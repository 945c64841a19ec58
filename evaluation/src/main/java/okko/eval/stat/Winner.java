package okko.eval.stat;

/** Which of two systems is faster, as far as their ratio and the run's {@link Gate} let one say. */
public enum Winner {
    /** The first is faster. */
    FIRST,
    /** The second is faster. */
    SECOND,
    /** The interval of the ratio contains 1. */
    NO_DIFFERENCE,
    /** The run did not pass its gate, so nothing is said. */
    UNSTABLE;

    /**
     * Compares two systems.
     *
     * @param ratio throughput of the first over that of the second
     * @param gate  of the run that both were measured in
     * @return the faster one, or why there is none
     */
    public static Winner of(Estimate ratio, Gate gate) {
        if (!gate.isStable()) {
            return UNSTABLE;
        }
        if (ratio.low() > 1) {
            return FIRST;
        }
        return ratio.high() < 1 ? SECOND : NO_DIFFERENCE;
    }
}
