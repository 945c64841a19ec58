package okko.switchd.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongBinaryOperator;
import java.util.Optional;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.engine.RunStatistics;
import okko.switchd.packet.Placement;
import org.junit.jupiter.api.Test;

class BpfFilterTest {

    private final FilterRuns counters = new FilterRuns();

    @Test
    void shouldMatchOnlyWhenProgramReturnsOne() {
        BpfFilter filter = new BpfFilter(function((packet, lengthBytes) -> packet + lengthBytes), counters, new Placement(),
                Optional.empty());
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
                function((_, _) -> {
                    throw new BpfFault(3, "more than 1000000 instructions");
                }),
                counters, new Placement(),
                Optional.empty());
        assertThat(filter.matches(0, 14)).isFalse();
        assertThat(counters.runs()).isEqualTo(1);
        assertThat(counters.faults()).isEqualTo(1);
    }

    private static BpfFunction function(LongBinaryOperator program) {
        return new BpfFunction() {

            @Override
            public long run(long packet, long lengthBytes) {
                return program.applyAsLong(packet, lengthBytes);
            }

            @Override
            public RunContext context() {
                return null;
            }

            @Override
            public RunStatistics statistics() {
                return RunStatistics.NONE;
            }

            @Override
            public void close() {}
        };
    }
}
