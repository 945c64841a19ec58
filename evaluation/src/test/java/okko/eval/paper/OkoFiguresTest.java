package okko.eval.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import okko.eval.workload.BundledWorkload;
import org.junit.jupiter.api.Test;

class OkoFiguresTest {

    @Test
    void shouldGiveThePublishedRatios() {
        assertThat(OkoFigures.endToEnd()).extracting(OkoFigures.Bar::workload)
                .containsExactly("p0f", "firewall", "dapper");
        assertThat(OkoFigures.endToEnd().get(0).inSwitchToProcess()).isCloseTo(1.85, within(0.005));
        assertThat(OkoFigures.endToEnd().get(1).inSwitchToProcess()).isCloseTo(1.78, within(0.005));
        assertThat(OkoFigures.endToEnd().get(2).inSwitchToProcess()).isCloseTo(1.71, within(0.005));
    }

    @Test
    void shouldNameWorkloadsThatExist() {
        assertThat(OkoFigures.endToEnd()).allMatch(bar -> BundledWorkload.of(bar.workload()).isPresent());
    }
}
