package okko.eval.stat;

/**
 * Whether a run finds a difference that is known to be there: a system that was made slower on purpose, by so many
 * nanoseconds a packet. A method that misses it would miss others.
 *
 * @param finding what was found
 * @param ratio   throughput of the slowed system over that of the untouched one
 * @param knownNs that each packet was made to wait
 * @param foundNs by which it took longer
 * @param reason  why, in a sentence for a reader
 */
public record NegativeControl(Finding finding, Estimate ratio, double knownNs, Estimate foundNs, String reason) {

    /**
     * How far the found time may lie from the known one without containing it. The delay is a spin on a clock, which
     * overshoots by up to one reading of it, some 30 ns on a virtual machine, and hides behind other work where the
     * processor can reorder.
     */
    public static final double NEAR_SHARE = 0.5;

    /** What was found. */
    public enum Finding {
        /** The difference, and its size. */
        FOUND,
        /** A difference, but not of that size. */
        WRONG_SIZE,
        /** No difference. */
        MISSED
    }

    /**
     * Judges a run.
     *
     * @param ratio   throughput of the slowed system over that of the untouched one
     * @param foundNs time per packet of the slowed system less that of the untouched one, in ns
     * @param knownNs that each packet was made to wait, above 0
     * @return the finding
     * @throws IllegalArgumentException if the known time is not above 0
     */
    public static NegativeControl of(Estimate ratio, Estimate foundNs, double knownNs) {
        if (!(knownNs > 0)) {
            throw new IllegalArgumentException("a control must be slower: knownNs=" + knownNs);
        }
        if (!(ratio.high() < 1)) {
            return new NegativeControl(Finding.MISSED, ratio, knownNs, foundNs,
                    "%.0f ns more per packet were not found: ratio %.3f to %.3f is not below 1"
                            .formatted(knownNs, ratio.low(), ratio.high()));
        }
        String found = "%.0f ns more per packet were found as %.0f ns (%.0f to %.0f)".formatted(knownNs,
                foundNs.median(), foundNs.low(), foundNs.high());
        boolean near = foundNs.contains(knownNs) || Math.abs(foundNs.median() - knownNs) <= NEAR_SHARE * knownNs;
        return near ? new NegativeControl(Finding.FOUND, ratio, knownNs, foundNs, found)
                : new NegativeControl(Finding.WRONG_SIZE, ratio, knownNs, foundNs,
                        found + ", which is neither contained nor within %.0f %%".formatted(100 * NEAR_SHARE));
    }
}
