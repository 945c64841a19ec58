package okko.eval.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okko.eval.datapath.DatapathResults.ChainCost;
import okko.eval.datapath.DatapathResults.IdleCost;
import okko.eval.datapath.DatapathResults.Okko;
import okko.eval.datapath.DatapathResults.Ovs;
import okko.eval.datapath.DatapathResults.RowResult;
import okko.eval.peer.OvsStats;
import okko.eval.stat.Estimate;
import okko.eval.stat.Interval;
import org.junit.jupiter.api.Test;

class DatapathTableTest {

    private static final Okko FIFTY = new Okko(estimate(50, 48, 52), 20, 19.5,
            new CacheCounts(1_000, 900, 100, 0, 250), List.of(List.of(48.0, 50.0, 52.0)));

    private static Estimate estimate(double median, double low, double high) {
        return new Estimate(median, low, high, Interval.MIN_MAX);
    }

    private static Ovs ovs(double mpps) {
        return new Ovs("EMC", estimate(mpps, mpps, mpps), new OvsStats(0, 900, 0, 100, 1, 0, 115.6), List.of());
    }

    private static RowResult row(String name, Ovs ovs, Estimate ratio) {
        return new RowResult(name, "title", 1, 1, "all", 0, true, null, FIFTY, ovs, null, ratio);
    }

    private static String table(RowResult... rows) {
        return DatapathTable.of(new DatapathResults(1, null, 64, 0.2, 3, "OVS 3.1.0, DPDK 22.11.11", null,
                List.of(rows), List.of(new ChainCost("all", List.of(1, 10), estimate(3.6, 3.4, 3.8), 3.5)),
                new IdleCost(estimate(0.995, 0.98, 1.01), estimate(1.001, 0.99, 1.02), 12, 0.99)));
    }

    @Test
    void shouldSayWhetherTheGoalIsReachedInEachRow() {
        List<String> lines = table(row("twice", ovs(24), estimate(2.08, 2, 2.2)),
                row("less", ovs(26), estimate(1.92, 1.8, 2.1)), row("alone", null, null)).lines().toList();

        assertThat(lines.get(1).split("\\s{2,}")).containsExactly("twice", "all", "50.0 [48.0 - 52.0]", "20.0", "19.5",
                "90%", "10%", "2.5", "EMC", "24.0 [24.0 - 24.0]", "116", "2.08 [2.00 - 2.20]", "reached");
        assertThat(lines.get(2)).endsWith("1.92 [1.80 - 2.10]  missed");
        assertThat(lines.get(3)).endsWith("90%   10%   2.5");
    }

    @Test
    void shouldGiveNoNumberToARowThatIsNotProved() {
        RowResult unproved = new RowResult("1k", "title", 1, 1, "all", 0, false, "packets arrive with other bytes",
                null, null, null, null);
        assertThat(table(unproved, row("1", null, null)).lines().toList().get(1))
                .isEqualTo("1k                      not proved: packets arrive with other bytes");
    }

    @Test
    void shouldSayWhyThePeerGaveNoFigure() {
        RowResult row = new RowResult("1", "title", 1, 1, "all", 0, true, null, FIFTY, null, "OVS-DPDK: no port", null);
        assertThat(table(row).lines().toList().get(1)).endsWith("OVS-DPDK: no port");
    }

    @Test
    void shouldCompareWhatProgramsCostWithTheGoals() {
        assertThat(table(row("1", null, null))).contains(
                "a further filter, caches all, chains of 1 to 10: 3.60 ns [3.40 - 3.80]; goal 3.5 ns missed\n",
                "a program that no rule asks: -0.5 % [-2.0 - +1.0]; two switches without any: +0.1 % [-1.0 - +2.0];"
                        + " 12 starts; goal -1 % reached\n",
                "OVS: OVS 3.1.0, DPDK 22.11.11\n");
    }
}
