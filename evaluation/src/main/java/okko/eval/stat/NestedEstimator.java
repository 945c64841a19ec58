package okko.eval.stat;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Turns trials that were made in several starts of the same processes into an {@link Estimate}. Trials of one start
 * share what that start was dealt, such as the compiler's choices and the memory's layout, so they are not independent:
 * starts are resampled first and then the trials in each (Davison and Hinkley, "Bootstrap Methods and their
 * Application", 3.8). The same trials and seed always give the same answer.
 *
 * <p>Resampling can show no more than was seen, and three starts show little: by itself it covers the true median in
 * three cases of four where starts differ much. So the interval reaches at least as far as Student's t says for the
 * spread between starts and within them, with the degrees of freedom that both give together (Satterthwaite 1946). It
 * then covers 90 to 98 % whether starts differ or not; {@code NestedEstimatorTest} counts.
 */
public final class NestedEstimator {

    private static final int RESAMPLES_OF_A_START = 200;
    private static final double UPPER_TAIL = 0.975;

    private final long seed;

    /**
     * Makes an estimator.
     *
     * @param seed of the resampling
     */
    public NestedEstimator(long seed) {
        this.seed = seed;
    }

    /**
     * Estimates the median of all trials.
     *
     * @param starts the trials of each start, at least one of both
     * @return their median and its range, in their unit; of one start alone it says nothing about others
     * @throws IllegalArgumentException if there is no start, or one without a trial
     */
    public Estimate estimateMedian(List<double[]> starts) {
        check(starts);
        if (starts.size() == 1 || count(starts) < Estimator.FEWEST_TRIALS_TO_RESAMPLE) {
            return new Estimator(seed).estimateMedian(flat(starts));
        }
        return estimate(starts, picks -> Estimator.median(picks.of(starts)));
    }

    /**
     * Estimates the ratio of two medians. Trial {@code i} of start {@code s} of both was made in the same block, so
     * they are resampled together: what disturbed a whole block cancels out.
     *
     * @param numerators   above 0, in any unit
     * @param denominators above 0, in the same unit and of the same shape
     * @return ratio of the medians, and its range
     * @throws IllegalArgumentException if there is no start, or one without a trial, or shapes differ
     */
    public Estimate estimateRatio(List<double[]> numerators, List<double[]> denominators) {
        check(numerators);
        if (!Arrays.equals(shape(numerators), shape(denominators))) {
            throw new IllegalArgumentException("trials must be paired by start and block: numerators="
                    + Arrays.toString(shape(numerators)) + ", denominators=" + Arrays.toString(shape(denominators)));
        }
        if (numerators.size() == 1 || count(numerators) < Estimator.FEWEST_TRIALS_TO_RESAMPLE) {
            return new Estimator(seed).estimateRatio(flat(numerators), flat(denominators));
        }
        // In logarithms a ratio and its inverse have the same interval, and no interval reaches 0.
        Estimate logarithm = estimate(numerators, picks -> Math.log(
                Estimator.median(picks.of(numerators)) / Estimator.median(picks.of(denominators))));
        return new Estimate(Math.exp(logarithm.median()), Math.exp(logarithm.low()), Math.exp(logarithm.high()),
                logarithm.interval());
    }

    private Estimate estimate(List<double[]> starts, Statistic statistic) {
        RandomGenerator random = new Well19937c(seed);
        double middle = statistic.of(Picks.all(starts));
        double[] resampled = new double[Estimator.RESAMPLES];
        for (int i = 0; i < resampled.length; i++) {
            resampled[i] = statistic.of(Picks.nested(starts, random));
        }
        double reach = reach(starts, statistic, random);
        return new Estimate(middle,
                Math.min(Estimator.percentile(resampled, Estimator.LOW_PERCENT), middle - reach),
                Math.max(Estimator.percentile(resampled, Estimator.HIGH_PERCENT), middle + reach),
                Interval.NESTED_BOOTSTRAP_95);
    }

    /** {@return how far Student's t reaches to either side} */
    private static double reach(List<double[]> starts, Statistic statistic, RandomGenerator random) {
        int count = starts.size();
        double[] ofStarts = new double[count];
        double within = 0;
        for (int start = 0; start < count; start++) {
            ofStarts[start] = statistic.of(Picks.allOf(start, starts));
            double[] resampled = new double[RESAMPLES_OF_A_START];
            for (int i = 0; i < resampled.length; i++) {
                resampled[i] = statistic.of(Picks.within(start, starts, random));
            }
            within += StatUtils.variance(resampled) / count;
        }
        double between = Math.max(0, StatUtils.variance(ofStarts) - within);
        double both = between + within;
        if (both == 0) {
            return 0;
        }
        int freedomWithin = Math.max(1, count(starts) - count);
        double freedom = both * both / (between * between / (count - 1) + within * within / freedomWithin);
        return new TDistribution(freedom).inverseCumulativeProbability(UPPER_TAIL) * Math.sqrt(both / count);
    }

    private static void check(List<double[]> starts) {
        if (starts.isEmpty() || starts.stream().anyMatch(trials -> trials.length == 0)) {
            throw new IllegalArgumentException("each start needs a trial: trials=" + Arrays.toString(shape(starts)));
        }
    }

    private static int[] shape(List<double[]> starts) {
        return starts.stream().mapToInt(trials -> trials.length).toArray();
    }

    private static int count(List<double[]> starts) {
        return Arrays.stream(shape(starts)).sum();
    }

    private static double[] flat(List<double[]> starts) {
        return starts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** What is estimated, of a choice of trials. */
    @FunctionalInterface
    private interface Statistic {
        double of(Picks picks);
    }

    /** A choice of trials: the same one can be taken from what two systems did in the same blocks. */
    private record Picks(int[] starts, int[] trials) {

        static Picks all(List<double[]> starts) {
            Picks picks = new Picks(new int[count(starts)], new int[count(starts)]);
            int at = 0;
            for (int start = 0; start < starts.size(); start++) {
                for (int trial = 0; trial < starts.get(start).length; trial++) {
                    picks.set(at++, start, trial);
                }
            }
            return picks;
        }

        static Picks allOf(int start, List<double[]> starts) {
            Picks picks = new Picks(new int[starts.get(start).length], new int[starts.get(start).length]);
            for (int trial = 0; trial < picks.trials.length; trial++) {
                picks.set(trial, start, trial);
            }
            return picks;
        }

        static Picks within(int start, List<double[]> starts, RandomGenerator random) {
            int size = starts.get(start).length;
            Picks picks = new Picks(new int[size], new int[size]);
            for (int i = 0; i < size; i++) {
                picks.set(i, start, random.nextInt(size));
            }
            return picks;
        }

        static Picks nested(List<double[]> starts, RandomGenerator random) {
            int[] drawn = new int[starts.size()];
            int size = 0;
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextInt(starts.size());
                size += starts.get(drawn[i]).length;
            }
            Picks picks = new Picks(new int[size], new int[size]);
            int at = 0;
            for (int start : drawn) {
                int trials = starts.get(start).length;
                for (int i = 0; i < trials; i++) {
                    picks.set(at++, start, random.nextInt(trials));
                }
            }
            return picks;
        }

        double[] of(List<double[]> values) {
            double[] chosen = new double[starts.length];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = values.get(starts[i])[trials[i]];
            }
            return chosen;
        }

        private void set(int at, int start, int trial) {
            starts[at] = start;
            trials[at] = trial;
        }
    }
}
