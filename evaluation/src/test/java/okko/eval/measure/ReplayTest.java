package okko.eval.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import okko.eval.subject.Disturbance;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Disturbance NONE = new Disturbance(0, 0, 0);

    @Test
    void shouldCountInMillionPacketsPerSecond() {
        assertThat(new Replay(1, 3_000, 1_000_000, 0, List.of(), Map.of(), NONE).mpps()).isEqualTo(3);
    }

    @Test
    void shouldFindNothingAtASinkThatIsNotReported() {
        assertThat(new Replay(1, 1, 1, 1, List.of(), Map.of(), NONE).sink("p3"))
                .isEqualTo(new SinkCount("p3", 0, 0, 0));
    }
}
