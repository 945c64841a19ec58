package okko.switchd.program;

import static org.assertj.core.api.Assertions.assertThat;

import okko.bpf.engine.BpfFault;
import org.junit.jupiter.api.Test;

class BpfFilterTest {

    private final FilterCounters counters = new FilterCounters();

    @Test
    void shouldMatchOnlyWhenProgramReturnsOne() {
        BpfFilter filter = new BpfFilter((packet, lengthBytes) -> packet + lengthBytes, counters);
        assertThat(filter.matches(0, 1)).isTrue();
        assertThat(filter.matches(0, 0)).isFalse();
        assertThat(filter.matches(0x1_0000_0000L, 1)).isFalse();
        assertThat(filter.matches(0, -1)).isFalse();
        assertThat(counters.runs()).isEqualTo(4);
        assertThat(counters.matches()).isEqualTo(1);
        assertThat(counters.faults()).isZero();
    }

    @Test
    void shouldNotMatchAndCountWhenProgramFaults() {
        BpfFilter filter = new BpfFilter(
                (_, _) -> {
                    throw new BpfFault(3, "load of 4 bytes at packet offset 60 of 14");
                },
                counters);
        assertThat(filter.matches(0, 14)).isFalse();
        assertThat(counters.runs()).isEqualTo(1);
        assertThat(counters.faults()).isEqualTo(1);
    }
}
