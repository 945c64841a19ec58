package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OvsStatsTest {

    @Test
    void shouldReadWhatOvsPrints() {
        assertThat(OvsStats.parse("""
                pmd thread numa_id 0 core_id 1:
                  packets received: 48713600
                  packet recirculations: 0
                  avg. datapath passes per packet: 1.00
                  phwol hits: 0
                  mfex opt hits: 0
                  simple match hits: 7
                  emc hits: 3760128
                  smc hits: 12
                  megaflow hits: 44953472
                  avg. subtable lookups per megaflow hit: 5.50
                  miss with success upcall: 3
                  miss with failed upcall: 0
                  avg. packets per output batch: 31.98
                  idle cycles: 3200 (0.00%)
                  processing cycles: 11068000000 (100.00%)
                  avg cycles per packet: 227.21 (11068003200/48713600)
                  avg processing cycles per packet: 227.20 (11068000000/48713600)
                """)).isEqualTo(new OvsStats(7, 3_760_128, 12, 44_953_472, 5.5, 3, 227.2));
    }

    @Test
    void shouldTakeWhatOvsLeavesOutForNothing() {
        assertThat(OvsStats.parse("pmd thread numa_id 0 core_id 1:\n  packets received: 0\n"))
                .isEqualTo(new OvsStats(0, 0, 0, 0, 0, 0, 0));
    }
}
