package okko.eval.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class LoadClassTest {

    /** Trials of 1 s, judged after 4 s, half of which may be bad. */
    private static final SearchGoal GOAL = SearchGoal.pdr(1_000, 4_000, 0.01);

    @ParameterizedTest
    @CsvSource({"'', UNDECIDED", "g, UNDECIDED", "gg, LOWER_BOUND", "b, UNDECIDED", "bb, UNDECIDED",
        "bbb, UPPER_BOUND", "bgbg, LOWER_BOUND", "bgb, UNDECIDED", "gbbb, UPPER_BOUND", "ggbbb, UPPER_BOUND",
        "ggbbbg, LOWER_BOUND"})
    void shouldJudgeALoadByTheTimeThatWasBad(String trials, LoadClass expected) {
        assertThat(LoadClass.of(GOAL, samples(trials))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ssssssssss, UNDECIDED", "xxxxxx, UPPER_BOUND", "ssssssxxxxxx, UNDECIDED", "ggxxxx, LOWER_BOUND"})
    void shouldLetShortTrialsSpeakOnlyAgainstALoad(String trials, LoadClass expected) {
        assertThat(LoadClass.of(GOAL, samples(trials))).isEqualTo(expected);
    }

    @Test
    void shouldPromiseWhatTheWorstTrialThatCountsDelivered() {
        List<LoadSample> samples = List.of(sample(1_000, 4), sample(1_000, 1), sample(1_000, 900), sample(1_000, 800));

        // The better half of 4 s: the trials that lost 1 and 4 of 1,000.
        assertThat(LoadClass.conditionalMpps(GOAL, 2, samples)).isCloseTo(2 * 0.996, within(1e-12));
    }

    @Test
    void shouldPromiseNothingWhenTooLittleWasMeasured() {
        assertThat(LoadClass.conditionalMpps(GOAL, 2, List.of(sample(1_000, 0)))).isZero();
    }

    /** Good and bad ones of 1 s; s and x are good and bad ones of half a second. */
    private static List<LoadSample> samples(String trials) {
        List<LoadSample> samples = new ArrayList<>();
        for (char trial : trials.toCharArray()) {
            samples.add(switch (trial) {
                case 'g' -> sample(1_000, 5);
                case 'b' -> sample(1_000, 6);
                case 's' -> sample(500, 5);
                case 'x' -> sample(500, 6);
                default -> throw new IllegalArgumentException("no such trial: " + trial);
            });
        }
        return samples;
    }

    private static LoadSample sample(long durationMs, long lostOf1000) {
        return new LoadSample(2, durationMs, new Loss(1_000, lostOf1000, durationMs * 1_000_000));
    }
}
