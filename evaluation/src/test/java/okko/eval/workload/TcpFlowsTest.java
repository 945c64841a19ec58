package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import okko.eval.workload.TcpFlows.Spread;
import org.junit.jupiter.api.Test;

class TcpFlowsTest {

    private static TcpFlows flows(int flows, int frames, Spread spread) {
        return new TcpFlows(flows, frames, List.of(64), spread, 1, 7);
    }

    @Test
    void shouldMakeAsManyConnectionsAsWantedWhenEachHasItsFrame() {
        Traffic traffic = flows(20_000, 20_000, Spread.UNIFORM).traffic();

        assertThat(FlowMultiplier.connections(traffic.frames())).isEqualTo(20_000);
        assertThat(traffic.flows()).isEqualTo(20_000);
        assertThat(traffic.bytes()).isEqualTo(20_000 * 64);
    }

    @Test
    void shouldMakeTheSameFramesAgainWhenTheSeedIsTheSame() {
        assertThat(flows(100, 500, Spread.ZIPF).traffic().sha256())
                .isEqualTo(flows(100, 500, Spread.ZIPF).traffic().sha256());
    }

    @Test
    void shouldGiveFewFlowsMostFramesWhenTheSpreadIsUneven() {
        Traffic traffic = flows(1_000, 4_000, Spread.ZIPF).traffic();

        assertThat(FlowMultiplier.connections(traffic.frames())).isBetween(100, 990);
    }

    @Test
    void shouldTakeLengthsInTurn() {
        Traffic traffic = new TcpFlows(1, 5, List.of(64, 570), Spread.UNIFORM, 1, 1).traffic();

        assertThat(traffic.frames()).extracting(frame -> frame.length).containsExactly(64, 570, 64, 570, 64);
    }

    @Test
    void shouldLetTheFirewallPassWhatIsOpenedFromInside() throws Exception {
        Traffic traffic = flows(16, 64, Spread.UNIFORM).traffic();

        try (var twin = BundledWorkload.FIREWALL.newOracle()) {
            Verdicts verdicts = new Oracle(3, 16).judge(traffic, twin).steady();
            assertThat(verdicts.match()).isEqualTo(56);
            assertThat(verdicts.noMatch()).isEqualTo(8);
        }
    }

    @Test
    void shouldRefuseFramesThatHoldNoTcpHeader() {
        assertThatThrownBy(() -> new TcpFlows(1, 1, List.of(53), Spread.UNIFORM, 1, 1))
                .hasMessage("frames have 54 to 1518 bytes: lengths=[53]");
    }
}
