package okko.eval.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import okko.eval.datapath.DatapathResults.ChainCost;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static Starts of(double... mpps) {
        Starts starts = new Starts();
        for (double each : mpps) {
            starts.begin();
            starts.add(each);
        }
        return starts;
    }

    @Test
    void shouldTakeTheSlopeOfTimeOverLength() {
        // 20, 30 and 50 ns at lengths 1, 2 and 4 in the first start; 40, 44 and 52 in the second.
        List<ChainCost> costs = Chains.costs(Map.of("chain-1", of(50, 25), "chain-2", of(1e3 / 30, 1e3 / 44),
                "chain-4", of(20, 1e3 / 52), "1k", of(100, 100)));

        assertThat(costs).hasSize(1);
        assertThat(costs.getFirst().cache()).isEqualTo("all");
        assertThat(costs.getFirst().lengths()).containsExactly(1, 2, 4);
        assertThat(costs.getFirst().nsPerFilter().low()).isCloseTo(4, Offset.offset(1e-9));
        assertThat(costs.getFirst().nsPerFilter().high()).isCloseTo(10, Offset.offset(1e-9));
        assertThat(costs.getFirst().nsPerFilter().median()).isCloseTo(7, Offset.offset(1e-9));
    }

    @Test
    void shouldSayNothingOfOneLength() {
        assertThat(Chains.costs(Map.of("chain-1", of(50), "1k", of(100)))).isEmpty();
    }
}
