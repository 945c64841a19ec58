package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.isa.Code;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Analysis;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final Reg R2 = new Reg(2);

    @Test
    void shouldWantNoResultWhenItIsOverwrittenUnread() {
        Demand demand = demandOf("""
                r2 = 5
                r2 = 6
                r0 = r2
                exit
                """);

        assertThat(demand.wants(0, R2)).isFalse();
        assertThat(demand.wants(1, R2)).isTrue();
    }

    @Test
    void shouldWantNoResultWhenOnlyWhatNobodyReadsComesOfIt() {
        Demand demand = demandOf("""
                r2 = 5
                r3 = r2
                r3 *= 7
                r0 = 1
                exit
                """);

        assertThat(demand.wants(0, R2)).isFalse();
    }

    @Test
    void shouldWantTheLowHalfAloneWhenFourBytesAreStored() {
        Demand demand = demandOf("""
                r2 = r1
                r2 += 9
                *(u32 *)(r10 - 4) = r2
                r0 = 0
                exit
                """);

        assertThat(demand.wants(0, R2)).isTrue();
        assertThat(demand.wantsUpperHalf(0, R2)).isFalse();
    }

    @Test
    void shouldWantTheUpperHalfWhenItIsShiftedDown() {
        Demand demand = demandOf("""
                r2 = r1
                r2 >>= 32
                *(u32 *)(r10 - 4) = r2
                r0 = 0
                exit
                """);

        assertThat(demand.wantsUpperHalf(0, R2)).isTrue();
        assertThat(demand.wantsUpperHalf(1, R2)).isFalse();
    }

    @Test
    void shouldWantAResultWhenTheNextRoundReadsIt() {
        Demand demand = demandOf("""
                r2 = 0
                r0 = 0
                again: r0 += r2
                r2 = 7
                if r0 != 70 goto again
                exit
                """);

        assertThat(demand.wants(3, R2)).isTrue();
    }

    @Test
    void shouldPassWhatAFunctionReadsWhenItIsCalled() {
        Demand demand = demandOf("""
                r3 = 1
                r2 = 1
                call third
                exit
                third: r0 = r3
                exit
                """);

        assertThat(demand.registersBefore(4)).isEqualTo(0b1000);
        assertThat(demand.wants(1, R2)).isFalse();
    }

    private static Demand demandOf(String assembly) {
        Code code = Assembler.assemble(assembly);
        BitSet reachable = Analysis.unverified(code).reachable();
        return Demand.of(code, Abi.OKO, new CallGraph(code, Abi.OKO, reachable), reachable);
    }
}
