package okko.eval.rings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the ends in C and in Java read the same, in 33 rounds or more; how fast is not asked here. */
class RingRaceIT {

    @ParameterizedTest
    @EnumSource(RingShape.class)
    void shouldReadTheSameDescriptorsInBothLanguagesWithoutAllocation(RingShape shape) throws Exception {
        try (RingRace race = RingRace.prepare()) {
            RingRace.Result result = race.measure(shape, 0.1);
            assertThat(result.rounds()).isGreaterThanOrEqualTo(11);
            assertThat(result.allocatedBytes()).isZero();
            assertThat(result.c().low()).isPositive();
            assertThat(result.java().low()).isPositive();
        }
    }
}
