package okko.eval.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NegativeControlTest {

    @Test
    void shouldFindWhatIsThereWhenTheIntervalContainsIt() {
        NegativeControl control = NegativeControl.of(range(0.6, 0.7), range(80, 130), 100);

        assertThat(control.finding()).isEqualTo(NegativeControl.Finding.FOUND);
        assertThat(control.reason()).isEqualTo("100 ns more per packet were found as 105 ns (80 to 130)");
    }

    @Test
    void shouldFindWhatIsThereWhenTheMedianIsNear() {
        assertThat(NegativeControl.of(range(0.6, 0.7), range(110, 120), 100).finding())
                .isEqualTo(NegativeControl.Finding.FOUND);
    }

    @Test
    void shouldSayWrongSizeWhenAnotherDifferenceIsFound() {
        NegativeControl control = NegativeControl.of(range(0.3, 0.4), range(190, 210), 100);

        assertThat(control.finding()).isEqualTo(NegativeControl.Finding.WRONG_SIZE);
        assertThat(control.reason()).isEqualTo("100 ns more per packet were found as 200 ns (190 to 210),"
                + " which is neither contained nor within 50 %");
    }

    @Test
    void shouldMissItWhenTheRatioContainsOne() {
        NegativeControl control = NegativeControl.of(range(0.9, 1.01), range(-10, 130), 100);

        assertThat(control.finding()).isEqualTo(NegativeControl.Finding.MISSED);
        assertThat(control.reason())
                .isEqualTo("100 ns more per packet were not found: ratio 0.900 to 1.010 is not below 1");
    }

    @Test
    void shouldFindAKnownDelayInNoiseAndNoneWhereThereIsNone() {
        long seed = 4;
        Random random = new Random(seed);
        NestedEstimator estimator = new NestedEstimator(1);
        int found = 0;
        int invented = 0;
        for (int run = 0; run < 20; run++) {
            List<double[]> plain = nsPerPacket(random, 150);
            List<double[]> same = nsPerPacket(random, 150);
            List<double[]> slowed = nsPerPacket(random, 250);
            found += judge(estimator, plain, slowed).finding() == NegativeControl.Finding.FOUND ? 1 : 0;
            invented += judge(estimator, plain, same).finding() == NegativeControl.Finding.MISSED ? 0 : 1;
        }

        assertThat(found).as("seed %d", seed).isEqualTo(20);
        assertThat(invented).as("seed %d", seed).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldRefuseWhenTheControlIsNotSlower() {
        assertThatThrownBy(() -> NegativeControl.of(range(0.9, 0.95), range(1, 2), 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("a control must be slower: knownNs=0.0");
    }

    private static NegativeControl judge(NestedEstimator estimator, List<double[]> plainNs, List<double[]> slowedNs) {
        List<double[]> more = new ArrayList<>();
        for (int start = 0; start < plainNs.size(); start++) {
            double[] difference = slowedNs.get(start).clone();
            for (int block = 0; block < difference.length; block++) {
                difference[block] -= plainNs.get(start)[block];
            }
            more.add(difference);
        }
        return NegativeControl.of(estimator.estimateRatio(plainNs, slowedNs), estimator.estimateMedian(more), 100);
    }

    private static List<double[]> nsPerPacket(Random random, double median) {
        List<double[]> starts = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            double dealt = median * (1 + 0.01 * random.nextGaussian());
            starts.add(random.doubles(10).map(ignored -> dealt * (1 + 0.03 * random.nextGaussian())).toArray());
        }
        return starts;
    }

    private static Estimate range(double low, double high) {
        return new Estimate((low + high) / 2, low, high, Interval.BOOTSTRAP_95);
    }
}
