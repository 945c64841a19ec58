package okko.eval.stat;

/** What the two ends of an {@link Estimate} mean. */
public enum Interval {
    /** The smallest and the largest value that was seen; all that a few trials can support. */
    MIN_MAX("min-max", "lowest to highest trial"),
    /** The middle 95 % of the medians of resampled trials. */
    BOOTSTRAP_95("bootstrap-95", "95 % bootstrap interval of the median"),
    /** The same with starts of the processes resampled before the trials in them, widened where starts are few. */
    NESTED_BOOTSTRAP_95("bootstrap-95-nested", "95 % bootstrap interval of the median, over starts and trials in them");

    private final String label;
    private final String description;

    Interval(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** {@return the name in result files} */
    public String label() {
        return label;
    }

    /** {@return what a reader of the report is told} */
    public String description() {
        return description;
    }
}
