package okko.eval.stat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Turns trials into an {@link Estimate}. The same trials and seed always give the same answer.
 */
public final class Estimator {

    /** Fewer trials than this get {@link Interval#MIN_MAX}: resampling cannot invent what was not seen. */
    public static final int FEWEST_TRIALS_TO_RESAMPLE = 10;

    static final int RESAMPLES = 2_000;
    static final double LOW_PERCENT = 2.5;
    static final double HIGH_PERCENT = 97.5;

    private final long seed;

    /**
     * Makes an estimator.
     *
     * @param seed of the resampling
     */
    public Estimator(long seed) {
        this.seed = seed;
    }

    /**
     * Computes a median; the mean of the middle two where there is no middle one.
     *
     * @param values at least one
     * @return their median, in their unit
     * @throws IllegalArgumentException if there is no value
     */
    public static double median(double[] values) {
        return percentile(values, 50);
    }

    /**
     * Estimates the median of trials.
     *
     * @param trials at least one
     * @return their median and its range, in their unit
     * @throws IllegalArgumentException if there is no trial
     */
    public Estimate estimateMedian(double[] trials) {
        if (trials.length < FEWEST_TRIALS_TO_RESAMPLE) {
            return minMax(median(trials), trials);
        }
        RandomGenerator random = new Well19937c(seed);
        double[] medians = new double[RESAMPLES];
        double[] sample = new double[trials.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = trials[random.nextInt(trials.length)];
            }
            medians[resample] = median(sample);
        }
        return bootstrapped(median(trials), medians);
    }

    /**
     * Estimates the ratio of two medians. Trial {@code i} of both was made in the same round, so rounds are resampled
     * and not single trials: what disturbed a whole round cancels out.
     *
     * @param numerators   at least one, in any unit
     * @param denominators as many, in the same unit, none of them 0
     * @return ratio of the medians, and its range
     * @throws IllegalArgumentException if there is no trial, or not as many on both sides
     */
    public Estimate estimateRatio(double[] numerators, double[] denominators) {
        int rounds = numerators.length;
        if (rounds != denominators.length) {
            throw new IllegalArgumentException("trials must be paired by round: numerators=" + rounds
                    + ", denominators=" + denominators.length);
        }
        double ratio = median(numerators) / median(denominators);
        if (rounds < FEWEST_TRIALS_TO_RESAMPLE) {
            return minMax(ratio,
                    IntStream.range(0, rounds).mapToDouble(i -> numerators[i] / denominators[i]).toArray());
        }
        RandomGenerator random = new Well19937c(seed);
        double[] ratios = new double[RESAMPLES];
        double[] above = new double[rounds];
        double[] below = new double[rounds];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < rounds; i++) {
                int round = random.nextInt(rounds);
                above[i] = numerators[round];
                below[i] = denominators[round];
            }
            ratios[resample] = median(above) / median(below);
        }
        return bootstrapped(ratio, ratios);
    }

    private static Estimate minMax(double middle, double[] values) {
        double low = DoubleStream.of(values).min().orElse(middle);
        double high = DoubleStream.of(values).max().orElse(middle);
        // The ratio of two medians need not lie among the ratios of the rounds.
        return new Estimate(middle, Math.min(low, middle), Math.max(high, middle), Interval.MIN_MAX);
    }

    private static Estimate bootstrapped(double middle, double[] resampled) {
        return new Estimate(middle, percentile(resampled, LOW_PERCENT), percentile(resampled, HIGH_PERCENT),
                Interval.BOOTSTRAP_95);
    }

    static double percentile(double[] values, double percent) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no trial to summarise");
        }
        return new Percentile(percent).withEstimationType(EstimationType.R_7).evaluate(values);
    }
}
