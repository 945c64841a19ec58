package okko.eval.stat;

/**
 * A middle value with the range around it.
 *
 * @param median   of the trials, in their unit
 * @param low      lower end of the range
 * @param high     upper end of the range
 * @param interval what the two ends mean
 */
public record Estimate(double median, double low, double high, Interval interval) {}
