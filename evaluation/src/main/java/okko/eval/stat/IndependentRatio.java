package okko.eval.stat;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * Estimates how one run's median compares with another's. Nothing pairs their trials, so each side is resampled for
 * itself, starts first, and the two intervals are joined: as logarithms, the distance from the middle to either end of
 * the ratio's interval is the root of the squared distances on both sides (Zou and Donner, "Construction of confidence
 * limits about effect measures", 2008). What one interval is wide for, few starts or noise, widens the ratio's.
 */
public final class IndependentRatio {

    private final NestedEstimator estimator;

    /**
     * Makes an estimator.
     *
     * @param seed of the resampling
     */
    public IndependentRatio(long seed) {
        estimator = new NestedEstimator(seed);
    }

    /**
     * Estimates the ratio of two medians.
     *
     * @param numerators   trials of each start, above 0, in any unit
     * @param denominators the same of the other run; need not be as many
     * @return ratio of the medians, and its range; with too few trials to resample on either side, the range goes from
     *         the least to the greatest ratio of any two trials
     * @throws IllegalArgumentException if there is no start, or one without a trial
     */
    public Estimate estimate(List<double[]> numerators, List<double[]> denominators) {
        Estimate above = estimator.estimateMedian(numerators);
        Estimate below = estimator.estimateMedian(denominators);
        double ratio = above.median() / below.median();
        if (above.interval() == Interval.MIN_MAX || below.interval() == Interval.MIN_MAX) {
            return new Estimate(ratio, summary(numerators).getMin() / summary(denominators).getMax(),
                    summary(numerators).getMax() / summary(denominators).getMin(), Interval.MIN_MAX);
        }
        double down = Math.hypot(logarithm(above.median(), above.low()), logarithm(below.high(), below.median()));
        double up = Math.hypot(logarithm(above.high(), above.median()), logarithm(below.median(), below.low()));
        return new Estimate(ratio, ratio * Math.exp(-down), ratio * Math.exp(up),
                above.interval() == below.interval() ? above.interval() : Interval.BOOTSTRAP_95);
    }

    private static DoubleSummaryStatistics summary(List<double[]> starts) {
        return starts.stream().flatMapToDouble(Arrays::stream).summaryStatistics();
    }

    /** An interval that reaches below 0 says nothing about the ratio; infinity says that. */
    private static double logarithm(double numerator, double denominator) {
        return denominator <= 0 ? Double.POSITIVE_INFINITY : Math.log(numerator / denominator);
    }
}
