package okko.eval.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedEstimatorTest {

    private final NestedEstimator estimator = new NestedEstimator(7);

    @Test
    void shouldHaveNoWidthWhenAllTrialsAreEqual() {
        double[] start = {2, 2, 2, 2};

        assertThat(estimator.estimateMedian(List.of(start, start, start)))
                .isEqualTo(new Estimate(2, 2, 2, Interval.NESTED_BOOTSTRAP_95));
    }

    @Test
    void shouldReachBeyondEveryStartWhenOnlyStartsDiffer() {
        Estimate estimate = estimator.estimateMedian(List.of(equal(9), equal(10), equal(11)));

        assertThat(estimate.median()).isEqualTo(10);
        // Three starts with a standard deviation of 1: t(2) / sqrt(3) = 4.303 / 1.732.
        assertThat(estimate.low()).isCloseTo(10 - 2.484, within(0.001));
        assertThat(estimate.high()).isCloseTo(10 + 2.484, within(0.001));
    }

    @Test
    void shouldSayNothingOfOtherStartsWhenThereIsOne() {
        double[] trials = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(estimator.estimateMedian(List.of(trials))).isEqualTo(new Estimator(7).estimateMedian(trials));
    }

    @Test
    void shouldGiveLowestAndHighestWhenTrialsAreFew() {
        assertThat(estimator.estimateMedian(List.of(new double[] {3, 5}, new double[] {4})))
                .isEqualTo(new Estimate(4, 3, 5, Interval.MIN_MAX));
    }

    @Test
    void shouldCancelWhatDisturbsWholeBlocksWhenRatiosAreTaken() {
        Random random = new Random(3);
        List<double[]> slower = new ArrayList<>();
        List<double[]> faster = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            double[] blocks = random.doubles(10, 1, 5).toArray();
            slower.add(blocks);
            faster.add(Arrays.stream(blocks).map(value -> 1.5 * value).toArray());
        }

        Estimate ratio = estimator.estimateRatio(faster, slower);

        assertThat(ratio.median()).isCloseTo(1.5, within(1e-9));
        assertThat(ratio.width()).isCloseTo(0, within(1e-9));
        assertThat(ratio.interval()).isEqualTo(Interval.NESTED_BOOTSTRAP_95);
    }

    @Test
    void shouldTurnTheIntervalAroundWhenTheRatioIsTurnedAround() {
        List<double[]> first = starts(new Random(5), 3, 8, 10, 0.3, 1);
        List<double[]> second = starts(new Random(6), 3, 8, 12, 0.3, 1);

        Estimate ratio = estimator.estimateRatio(first, second);
        Estimate inverse = estimator.estimateRatio(second, first);

        assertThat(inverse.median()).isCloseTo(1 / ratio.median(), within(1e-9));
        assertThat(inverse.low()).isCloseTo(1 / ratio.high(), within(1e-9));
        assertThat(inverse.high()).isCloseTo(1 / ratio.low(), within(1e-9));
    }

    /** Resampling alone contains it in 72 to 75 of 100 where starts differ most. */
    @ParameterizedTest
    @CsvSource({"3, 10, 0", "3, 10, 0.3", "3, 10, 1", "3, 10, 3", "5, 4, 1"})
    void shouldContainTheTrueMedianWhetherStartsDifferOrNot(int count, int blocks, double betweenStarts) {
        Random random = new Random(42);
        int contained = 0;
        for (int run = 0; run < 100; run++) {
            contained += estimator.estimateMedian(starts(random, count, blocks, 10, betweenStarts, 1)).contains(10)
                    ? 1 : 0;
        }

        assertThat(contained).as("of 100, seed 42").isGreaterThanOrEqualTo(88);
    }

    @Test
    void shouldRefuseWhenAStartHasNoTrial() {
        assertThatThrownBy(() -> estimator.estimateMedian(List.of(new double[2], new double[0])))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("each start needs a trial: trials=[2, 0]");
    }

    @Test
    void shouldRefuseWhenTrialsAreNotPaired() {
        assertThatThrownBy(() -> estimator.estimateRatio(List.of(new double[2]), List.of(new double[3])))
                .hasMessage("trials must be paired by start and block: numerators=[2], denominators=[3]");
    }

    private static double[] equal(double value) {
        double[] trials = new double[5];
        Arrays.fill(trials, value);
        return trials;
    }

    private static List<double[]> starts(Random random, int count, int blocks, double median, double between,
            double within) {
        List<double[]> starts = new ArrayList<>();
        for (int start = 0; start < count; start++) {
            double dealt = median + between * random.nextGaussian();
            starts.add(random.doubles(blocks).map(ignored -> dealt + within * random.nextGaussian()).toArray());
        }
        return starts;
    }
}
