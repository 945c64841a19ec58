package okko.eval.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EstimatorTest {

    private final Estimator estimator = new Estimator(7);

    @Test
    void shouldTakeTheMiddleTrialWhenTheirNumberIsOdd() {
        assertThat(Estimator.median(new double[] {9, 1, 4})).isEqualTo(4);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoWhenTheNumberIsEven() {
        assertThat(Estimator.median(new double[] {8, 1, 2, 4})).isEqualTo(3);
    }

    @Test
    void shouldGiveLowestAndHighestWhenTrialsAreFew() {
        assertThat(estimator.estimateMedian(new double[] {3, 5, 4}))
                .isEqualTo(new Estimate(4, 3, 5, Interval.MIN_MAX));
    }

    @Test
    void shouldResampleWhenThereAreTenTrials() {
        Estimate estimate = estimator.estimateMedian(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

        assertThat(estimate.interval()).isEqualTo(Interval.BOOTSTRAP_95);
        assertThat(estimate.median()).isEqualTo(5.5);
        // The distribution of the median of 10 numbers drawn from 1 to 10: its quantiles are near 2.5 and 8.5.
        assertThat(estimate.low()).isCloseTo(2.5, within(0.5));
        assertThat(estimate.high()).isCloseTo(8.5, within(0.5));
    }

    @Test
    void shouldHaveNoWidthWhenAllTrialsAreEqual() {
        double[] trials = new double[12];
        Arrays.fill(trials, 2.5);

        assertThat(estimator.estimateMedian(trials)).isEqualTo(new Estimate(2.5, 2.5, 2.5, Interval.BOOTSTRAP_95));
    }

    @Test
    void shouldAnswerTheSameWhenTheSeedIsTheSame() {
        double[] trials = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};

        assertThat(new Estimator(11).estimateMedian(trials)).isEqualTo(new Estimator(11).estimateMedian(trials));
    }

    @Test
    void shouldCancelWhatDisturbsWholeRoundsWhenRatiosAreTaken() {
        double[] slowMachineInRoundTwo = {10, 4, 10};
        double[] halfOfIt = {5, 2, 5};

        assertThat(estimator.estimateRatio(slowMachineInRoundTwo, halfOfIt))
                .isEqualTo(new Estimate(2, 2, 2, Interval.MIN_MAX));
    }

    @Test
    void shouldResampleRoundsTogetherWhenThereAreTen() {
        double[] denominators = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] numerators = Arrays.stream(denominators).map(value -> 3 * value).toArray();

        Estimate ratio = estimator.estimateRatio(numerators, denominators);

        assertThat(ratio.low()).isCloseTo(3, within(1e-9));
        assertThat(ratio.high()).isCloseTo(3, within(1e-9));
        assertThat(ratio.interval()).isEqualTo(Interval.BOOTSTRAP_95);
    }

    @Test
    void shouldRefuseWhenThereIsNoTrial() {
        assertThatThrownBy(() -> estimator.estimateMedian(new double[0]))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("no trial to summarise");
    }

    @Test
    void shouldRefuseWhenTrialsAreNotPaired() {
        assertThatThrownBy(() -> estimator.estimateRatio(new double[2], new double[3]))
                .hasMessage("trials must be paired by round: numerators=2, denominators=3");
    }
}
