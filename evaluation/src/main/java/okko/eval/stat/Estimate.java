package okko.eval.stat;

/**
 * A middle value with the range around it.
 *
 * @param median   of the trials, in their unit
 * @param low      lower end of the range
 * @param high     upper end of the range
 * @param interval what the two ends mean
 */
public record Estimate(double median, double low, double high, Interval interval) {

    /**
     * Says whether a value lies in the range.
     *
     * @param value in the unit of the trials
     * @return whether it is neither below nor above
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** {@return the range's length, in the unit of the trials} */
    public double width() {
        return high - low;
    }
}
