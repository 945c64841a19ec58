package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.isa.Code;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Analysis;
import org.junit.jupiter.api.Test;

class MagnitudesTest {

    private static final Reg R0 = new Reg(0);

    @Test
    void shouldKnowTheBitsWhenBytesAreLoadedAndMaskedAndShifted() {
        Magnitudes magnitudes = magnitudesOf("""
                r0 = *(u8 *)(r1 + 0)
                r0 <<= 8
                r0 &= 4095
                r0 >>= 4
                exit
                """);

        assertThat(magnitudes.resultBits(0)).isEqualTo(8);
        assertThat(magnitudes.resultBits(1)).isEqualTo(16);
        assertThat(magnitudes.resultBits(2)).isEqualTo(12);
        assertThat(magnitudes.bits(3, R0)).isEqualTo(12);
        assertThat(magnitudes.resultBits(3)).isEqualTo(8);
    }

    @Test
    void shouldCountTheSignWhenAConstantIsNegative() {
        Magnitudes magnitudes = magnitudesOf("r0 = 1\nexit\n");

        assertThat(magnitudes.bits(0, new Imm(-1))).isEqualTo(64);
        assertThat(magnitudes.bits(0, new Imm(255))).isEqualTo(8);
    }

    @Test
    void shouldTakeTheLargerNumberWhenTwoWaysMeet() {
        Magnitudes magnitudes = magnitudesOf("""
                r0 = 1
                if r1 == 0 goto end
                r0 = 255
                end: exit
                """);

        assertThat(magnitudes.bits(2, R0)).isEqualTo(1);
        assertThat(magnitudes.bits(3, R0)).isEqualTo(8);
    }

    @Test
    void shouldKnowNothingWhenALoopAddsUp() {
        Magnitudes magnitudes = magnitudesOf("""
                r0 = 0
                again: r0 += 1
                if r1 != r0 goto again
                exit
                """);

        assertThat(magnitudes.bits(3, R0)).isEqualTo(64);
    }

    @Test
    void shouldStayWithin32BitsWhenALoopAddsUpInHalfAWidth() {
        Magnitudes magnitudes = magnitudesOf("""
                w0 = 0
                again: w0 += 1
                if r1 != r0 goto again
                exit
                """);

        assertThat(magnitudes.bits(3, R0)).isEqualTo(32);
    }

    @Test
    void shouldKnowNothingOfTheResultWhenAFunctionReturns() {
        Magnitudes magnitudes = magnitudesOf("""
                r0 = 1
                call one
                exit
                one: r0 = 1
                exit
                """);

        assertThat(magnitudes.bits(2, R0)).isEqualTo(64);
    }

    private static Magnitudes magnitudesOf(String assembly) {
        Code code = Assembler.assemble(assembly);
        Analysis analysis = Analysis.unverified(code);
        var graph = new CallGraph(code, Abi.OKO, analysis.reachable());
        return Magnitudes.of(code, analysis.ranges(), graph, analysis.reachable(), new BitSet());
    }
}
