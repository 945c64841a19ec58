package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines.SourceLine;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Code;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VerifierTest {

    private static final MapDefinition FIRST = new MapDefinition("first", MapType.HASH, 4, 8, 16);
    private static final MapDefinition SECOND = new MapDefinition("second", MapType.HASH, 4, 8, 16);

    @Test
    void shouldNameObjectPlaceNeedKnowledgeAndHintWhenWritingAFinding() {
        var lines = new TreeMap<>(java.util.Map.of(2, new SourceLine("acl.c", 23, "return ip->daddr;")));
        var image = new ProgramImage("filter", Abi.OKO,
                Assembler.assemble("r0 = 0; if r2 < 14 goto end; r0 = *(u32 *)(r1 + 26); end: exit"),
                List.of(), new SourceLines(lines));
        assertThat(FindingText.of("acl.o", "filter", findings(image).getFirst())).isEqualTo("""
                acl.o, program filter: rejected at pc 2 (acl.c:23): r0 = *(u32 *)(r1 + 26)
                  line:  return ip->daddr;
                  needs: packet bytes [26, 30) readable
                  known: packet has at least 14 bytes (from the check at pc 1)
                  path:  pc 1 if r2 < 14: not taken
                  hint:  return before this access if the packet has fewer than 30 bytes""");
    }

    @Test
    void shouldSayWhatWasCheckedOfAVariableOffset() {
        Finding finding = findings(VerifierCase.image("""
                r0 = 0
                if r2 < 15 goto end
                r3 = *(u8 *)(r1 + 14)
                r4 = r3
                r4 += 20
                if r4 > r2 goto end
                r1 += r3
                r0 = *(u32 *)(r1 + 18)
                end: exit""")).getFirst();
        assertThat(finding.known()).isEqualTo("packet has at least 20 bytes (from the check at pc 5),"
                + " and at least x + 20 (from the check at pc 5)");
        assertThat(finding.hint()).isEqualTo("compare x + 22 with the packet's length before this access");
    }

    @Test
    void shouldRefuseWhenTheFramePointerIsWritten() {
        assertThat(findings(code(move(10, 1), move(0, 1), new Exit())).getFirst().known())
                .isEqualTo("r10 is written: the frame pointer is read-only");
    }

    @Test
    void shouldRefuseWhenTheProgramRunsOverItsEnd() {
        assertThat(findings(code(move(0, 1))).getFirst().known()).startsWith("the program runs over its end");
    }

    @Test
    void shouldRefuseWhenAJumpLeavesTheProgram() {
        assertThat(findings(code(new Jump(9), new Exit())).getFirst().known()).startsWith("jumps to pc 9, outside");
    }

    @Test
    void shouldStopAtThirtyTwoFindings() {
        StringBuilder program = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            program.append("r0 = *(u8 *)(r10 - ").append(i + 1).append(")\n");
        }
        assertThat(findings(VerifierCase.image(program + "exit"))).hasSize(32);
    }

    @Test
    void shouldTellWhichMapEachCallUses() {
        Analysis analysis = analysis(VerifierCase.image("""
                r6 = r2
                *(u32 *)(r10 - 4) = 0
                r2 = r10
                r2 += -4
                r1 = map 1
                call 1
                r2 = r10
                r2 += -4
                r1 = map 0
                if r6 > 60 goto call
                r1 = map 1
                call: call 1
                call 5
                r0 = 0
                exit""", FIRST, SECOND));
        assertThat(analysis.mapAtCall()[6]).isEqualTo(1);
        assertThat(analysis.mapAtCall()[14]).isEqualTo(-1);
        assertThat(analysis.mapAtCall()[15]).isEqualTo(-1);
    }

    @Test
    void shouldTellWhichDivisorsAreNeverZero() {
        Analysis analysis = analysis(VerifierCase.image("""
                r0 = 100
                r0 /= r2
                r0 /= 3
                if r2 == 0 goto end
                r0 %= r2
                end: exit"""));
        assertThat(analysis.nonZeroDivisor().stream()).containsExactly(2, 4);
    }

    @Test
    void shouldTellWhatRunsAtMostAndWhatIsRead() {
        Analysis analysis = analysis(VerifierCase.image("""
                r0 = 0
                if r2 < 34 goto end
                r3 = *(u32 *)(r1 + 26)
                r0 = *(u8 *)(r1 + 12)
                end: exit
                r0 = 2
                exit"""));
        assertThat(analysis.maxInstructions()).isEqualTo(5);
        assertThat(analysis.footprint().packetRead()).hasToString("[12, 13), [26, 30)");
        assertThat(analysis.reachable().stream()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldCountTheInstructionsOfCalls() {
        assertThat(analysis(VerifierCase.image("call pc 3; call pc 3; exit; r0 = 1; exit")).maxInstructions())
                .isEqualTo(7);
    }

    @Test
    @Timeout(20)
    void shouldEndSoonWhenBranchesAreIndependent() {
        StringBuilder program = new StringBuilder("r0 = 0\n");
        for (int i = 0; i < 64; i++) {
            program.append("if r2 > ").append(i * 7 % 100).append(" goto +1\nr0 += ").append(i).append('\n');
        }
        assertThat(Verifier.verify(VerifierCase.image(program + "exit"))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @Timeout(60)
    void shouldEndSoonWhenTheProgramIsAsLongAsItMayBe() {
        List<Instruction> instructions = new ArrayList<>();
        instructions.add(move(0, 0));
        while (instructions.size() < 65_000) {
            instructions.add(new Instruction.Branch(okko.bpf.isa.Condition.GT, Width.W64, new Reg(2),
                    new Imm(instructions.size() % 1500), instructions.size() + 2));
            instructions.add(new Alu(AluOp.ADD, Width.W64, new Reg(0), new Imm(1 << instructions.size() % 30)));
        }
        instructions.add(new Exit());
        assertThat(Verifier.verify(code(instructions.toArray(Instruction[]::new))))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @Timeout(60)
    void shouldGiveUpWhenCallsMultiply() {
        StringBuilder program = new StringBuilder();
        for (int depth = 0; depth < 7; depth++) {
            program.append(("call pc " + (depth + 1) * 11 + "\n").repeat(10)).append("exit\n");
        }
        assertThat(findings(VerifierCase.image(program + "r0 = 0\nexit")).getFirst().needs())
                .isEqualTo("a program that can be verified in 300000 steps");
    }

    private static Alu move(int dst, int value) {
        return new Alu(AluOp.MOV, Width.W64, new Reg(dst), new Imm(value));
    }

    private static ProgramImage code(Instruction... instructions) {
        return new ProgramImage("test", Abi.OKO, new Code(instructions), List.of(), SourceLines.NONE);
    }

    private static List<Finding> findings(ProgramImage image) {
        return ((Verdict.Rejected) Verifier.verify(image)).findings();
    }

    private static Analysis analysis(ProgramImage image) {
        return ((Verdict.Accepted) Verifier.verify(image)).analysis();
    }
}
