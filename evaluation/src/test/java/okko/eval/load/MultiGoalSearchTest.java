package okko.eval.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import okko.eval.load.GoalResult.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MultiGoalSearchTest {

    private static final LoadRange RANGE = new LoadRange(0.01, 20);
    private static final List<SearchGoal> GOALS =
            List.of(SearchGoal.ndr(1_000, 5_000, 0.005), SearchGoal.pdr(1_000, 5_000, 0.005));

    @Test
    void shouldFindBothRatesWhenTheCapacityIsFixed() throws IOException {
        SearchResult result = search(SyntheticSystem.ofCapacity(7), 500);

        assertContains(result.goal("ndr"), 7);
        assertContains(result.goal("pdr"), 7 / 0.995);
        assertThat(result.goal("ndr").conditionalMpps()).isEqualTo(result.goal("ndr").lowerMpps());
        assertThat(result.goal("pdr").conditionalMpps().orElseThrow()).isLessThanOrEqualTo(7.0001);
    }

    @Test
    void shouldDiscardTheFirstTrialAtTheHighestLoad() throws IOException {
        SyntheticSystem system = SyntheticSystem.ofCapacity(7);

        SearchResult result = search(system, 500);

        assertThat(system.loads()).startsWith(20.0, 20.0);
        assertThat(result.samples().stream().map(LoadSample::mpps).toList())
                .isEqualTo(system.loads().subList(1, system.loads().size()));
    }

    @Test
    void shouldContainTheCapacityInFewTrialsWhereverItLies() throws IOException {
        long seed = 1;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            double capacity = 0.02 * Math.pow(900, random.nextDouble());

            SearchResult result = search(SyntheticSystem.ofCapacity(capacity), 500);

            assertThat(result.samples().size()).as("seed %d, capacity %s", seed, capacity).isLessThan(60);
            assertContains(result.goal("ndr"), capacity);
            assertContains(result.goal("pdr"), capacity / 0.995);
        }
    }

    @Test
    void shouldSayAboveWhenTheHighestLoadIsCarried() throws IOException {
        GoalResult ndr = search(SyntheticSystem.ofCapacity(30), 500).goal("ndr");

        assertThat(ndr.ending()).isEqualTo(Ending.ABOVE_MAXIMUM);
        assertThat(ndr.lowerMpps()).hasValue(20);
        assertThat(ndr.upperMpps()).isEmpty();
    }

    @Test
    void shouldSayBelowWhenNothingIsCarried() throws IOException {
        GoalResult pdr = search(new SyntheticSystem(mpps -> 1), 500).goal("pdr");

        assertThat(pdr.ending()).isEqualTo(Ending.BELOW_MINIMUM);
        assertThat(pdr.lowerMpps()).isEmpty();
        assertThat(pdr.upperMpps()).hasValue(0.01);
        assertThat(pdr.conditionalMpps()).isEmpty();
    }

    @Test
    void shouldFindTheLowestLoadThatIsNotCarriedWhenHigherOnesAre() throws IOException {
        // Loses between 3 and 4 Mpps, carries 4 to 6, loses again above.
        SyntheticSystem system = new SyntheticSystem(mpps -> mpps > 6 || mpps > 3 && mpps < 4 ? 0.1 : 0);

        GoalResult ndr = search(system, 500).goal("ndr");

        assertThat(ndr.ending()).isEqualTo(Ending.NARROW);
        double lower = ndr.lowerMpps().orElseThrow();
        double upper = ndr.upperMpps().orElseThrow();
        // Either edge is an answer; which one depends on the loads that were tried.
        assertThat(lower <= 3 && upper > 3 || lower <= 6 && upper > 6).as(ndr.toString()).isTrue();
    }

    @Test
    void shouldComeCloseWhenTheCapacityIsNoisy() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            SyntheticSystem system = new SyntheticSystem(
                    mpps -> Math.max(0, 1 - 7 * (1 + 0.01 * random.nextGaussian()) / mpps));

            SearchResult result = search(system, 400);

            assertThat(result.samples().size()).as("seed %d", seed).isLessThanOrEqualTo(400);
            assertThat(result.goal("ndr").lowerMpps().orElseThrow()).as("seed %d", seed).isBetween(6.8, 7.1);
            assertThat(result.goal("pdr").upperMpps().orElseThrow()).as("seed %d", seed).isBetween(6.9, 7.3);
        }
    }

    @Test
    void shouldNotBeMisledWhenAFewTrialsAreDisturbed() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            SyntheticSystem system = new SyntheticSystem(
                    mpps -> random.nextInt(10) == 0 ? 0.02 : Math.max(0, 1 - 7 / mpps));

            SearchResult result = search(system, 400);

            assertThat(result.goal("ndr").ending()).as("seed %d", seed).isEqualTo(Ending.NARROW);
            assertContains(result.goal("ndr"), 7);
        }
    }

    @Test
    void shouldEndWithWhatItHasWhenTrialsAreUsedUp() throws IOException {
        SearchResult result = search(SyntheticSystem.ofCapacity(7), 3);

        assertThat(result.samples()).hasSize(3);
        assertThat(result.goal("pdr").ending()).isEqualTo(Ending.OUT_OF_TRIALS);
    }

    @Test
    void shouldEndWhenLossHasNothingToDoWithTheLoad() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);

            SearchResult result = search(new SyntheticSystem(mpps -> random.nextInt(3) * 0.004), 200);

            assertThat(result.samples().size()).as("seed %d", seed).isBetween(1, 200);
        }
    }

    @Test
    void shouldRefuseWhenBoundsWouldBeCloserThanPackets() {
        assertThatThrownBy(() -> new MultiGoalSearch(GOALS, new LoadRange(0.0001, 1), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bounds would lie less than 4 packets/s apart: minMpps=1.0E-4, width=0.005");
    }

    @Test
    void shouldRefuseWhenTheRangeIsEmpty() {
        assertThatThrownBy(() -> new LoadRange(2, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loads must lie between two bounds: minMpps=2.0, maxMpps=1.0");
    }

    private static SearchResult search(LoadTrial system, int mostTrials) throws IOException {
        return new MultiGoalSearch(GOALS, RANGE, mostTrials).search(system);
    }

    private static void assertContains(GoalResult result, double mpps) {
        double lower = result.lowerMpps().orElseThrow();
        double upper = result.upperMpps().orElseThrow();
        // Loads are whole packets per second, and a lost packet is a whole one.
        assertThat(lower).as(result.toString()).isLessThanOrEqualTo(mpps + 2e-6);
        assertThat(upper).as(result.toString()).isGreaterThanOrEqualTo(mpps - 2e-6);
        assertThat(upper - lower).as(result.toString()).isLessThanOrEqualTo(0.005 * upper);
    }
}
