package okko.eval.stat;

/**
 * Whether a run may name winners, decided by a system that was measured against itself (A/A). Both sides being the
 * same, their ratio is 1; how far an interval for it reaches is what the machine, the day and the method do to any
 * ratio.
 *
 * @param verdict   what follows
 * @param ratio     of the system to itself
 * @param mostWidth the limit that was applied to the interval's width
 * @param reason    why, in a sentence for a reader
 */
public record Gate(Verdict verdict, Estimate ratio, double mostWidth, String reason) {

    /**
     * Widest interval of an A/A ratio with which a run still counts as stable, unless said otherwise. On a quiet
     * machine of one's own 3 % is usual; a virtual one that others share has ten times as much from one process to the
     * next. The intervals of other ratios hold the same chance of starts, and are as wide; a wide one hides differences
     * and makes none up. Beyond half of the whole it would hide all that is worth while.
     */
    public static final double MOST_WIDTH = 0.5;

    /** What a run may say. */
    public enum Verdict {
        /** Differences can be told from chance. */
        STABLE,
        /** They cannot; there is no winner. */
        UNSTABLE
    }

    /**
     * Judges a run with the {@linkplain #MOST_WIDTH usual limit}.
     *
     * @param ratio of a system to itself
     * @return the verdict
     */
    public static Gate of(Estimate ratio) {
        return of(ratio, MOST_WIDTH);
    }

    /**
     * Judges a run.
     *
     * @param ratio     of a system to itself
     * @param mostWidth difference between the ends of its interval that is still allowed, above 0
     * @return the verdict
     * @throws IllegalArgumentException if the limit is not above 0
     */
    public static Gate of(Estimate ratio, double mostWidth) {
        if (!(mostWidth > 0)) {
            throw new IllegalArgumentException("limit must be above 0: mostWidth=" + mostWidth);
        }
        String range = "A/A ratio %.3f to %.3f".formatted(ratio.low(), ratio.high());
        if (!ratio.contains(1)) {
            return new Gate(Verdict.UNSTABLE, ratio, mostWidth,
                    range + " does not contain 1: two runs of the same system differ");
        }
        // Written so that a ratio that is no number fails as well.
        if (!(ratio.width() <= mostWidth)) {
            return new Gate(Verdict.UNSTABLE, ratio, mostWidth, range + " is %.1f %% wide, more than %.1f %%"
                    .formatted(100 * ratio.width(), 100 * mostWidth));
        }
        return new Gate(Verdict.STABLE, ratio, mostWidth,
                range + " contains 1 and is at most %.1f %% wide".formatted(100 * mostWidth));
    }

    /** {@return whether differences can be told from chance} */
    public boolean isStable() {
        return verdict == Verdict.STABLE;
    }
}
