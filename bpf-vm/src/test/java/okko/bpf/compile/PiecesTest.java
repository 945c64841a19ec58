package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.isa.Code;
import okko.bpf.verify.Analysis;
import org.junit.jupiter.api.Test;

class PiecesTest {

    @Test
    void shouldLeaveAFunctionWholeWhenItIsSmall() {
        Pieces pieces = piecesOf("r0 = 0\n" + loop(0, 200) + "exit\n");

        assertThat(pieces.count()).isEqualTo(1);
        assertThat(pieces.entries(0)).containsExactly(0);
    }

    @Test
    void shouldCutNoLoopWhenEachFitsIntoAPiece() {
        var assembly = new StringBuilder("r0 = 0\n");
        for (int number = 0; number < 5; number++) {
            assembly.append(loop(number, 200));
        }

        Pieces pieces = piecesOf(assembly + "exit\n");

        assertThat(pieces.count()).isEqualTo(3);
        assertThat(pieces.pcs(0)).isEqualTo(range(0, 403));
        assertThat(pieces.pcs(1)).isEqualTo(range(403, 805));
        assertThat(pieces.pcs(2)).isEqualTo(range(805, 1007));
        assertThat(pieces.entries(1)).containsExactly(403);
        assertThat(pieces.ticket(403)).isEqualTo(1 << 16);
    }

    @Test
    void shouldEnterAtTheLoopsHeadTooWhenTheLoopHasToBeCut() {
        Pieces pieces = piecesOf("r0 = 0\n" + loop(0, 800) + "exit\n");

        assertThat(pieces.count()).isEqualTo(2);
        assertThat(pieces.entries(0)).containsExactly(0, 1);
        assertThat(pieces.ticket(1)).isEqualTo(1);
        assertThat(pieces.entries(1)).containsExactly(pieces.pcs(1).nextSetBit(0));
    }

    private static String loop(int number, int additions) {
        return "again" + number + ": r0 += 1\n" + "r0 += 1\n".repeat(additions - 1)
                + "if r0 != r1 goto again" + number + "\n";
    }

    private static BitSet range(int first, int end) {
        var range = new BitSet();
        range.set(first, end);
        return range;
    }

    private static Pieces piecesOf(String assembly) {
        Code code = Assembler.assemble(assembly);
        BitSet reachable = Analysis.unverified(code).reachable();
        return Pieces.of(code, new CallGraph(code, Abi.OKO, reachable).entry());
    }
}
