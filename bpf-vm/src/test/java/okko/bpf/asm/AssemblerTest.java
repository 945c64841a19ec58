package okko.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import okko.bpf.image.Abi;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Code;
import okko.bpf.isa.Condition;
import okko.bpf.isa.DecodeOutcome;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Encoder;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;
import org.junit.jupiter.api.Test;

class AssemblerTest {

    /** One statement of every form there is. */
    static String everyForm() throws java.io.IOException {
        try (var in = AssemblerTest.class.getResourceAsStream("every-form.bpf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldReadOneStatementOfEachKind() {
        Code code = Assembler.assemble("""
                start:  r3 = *(u32 *)(r1 + 26)   # a comment
                        if w3 s> 4 goto end; r1 = map 2
                        call ubpf_map_lookup      // another
                        call function
                end:    exit
                function: r0 <<= r3
                        exit
                """);

        assertThat(code.at(0)).isEqualTo(new Load(Size.W, false, new Reg(3), new Reg(1), (short) 26));
        assertThat(code.at(1)).isEqualTo(new Branch(Condition.SGT, Width.W32, new Reg(3), new Imm(4), 6));
        assertThat(code.at(2)).isEqualTo(new LoadMap(new Reg(1), 2));
        assertThat(code.at(3)).isNull();
        assertThat(code.at(4)).isEqualTo(new CallHelper(1));
        assertThat(code.at(5)).isEqualTo(new CallLocal(7));
        assertThat(code.at(7)).isEqualTo(new Alu(AluOp.LSH, Width.W64, new Reg(0), new Reg(3)));
    }

    @Test
    void shouldReadWhatTheDisassemblerWrites() throws Exception {
        Code code = Assembler.assemble(everyForm());

        assertThat(Assembler.assemble(Disassembler.listing(code, Abi.OKO))).isEqualTo(code);
    }

    @Test
    void shouldDecodeWhatWasEncoded() throws Exception {
        Code code = Assembler.assemble(everyForm());

        assertThat(Decoder.decode(Encoder.encode(code))).isEqualTo(new DecodeOutcome.Decoded(code));
    }

    @Test
    void shouldWriteEachFormAsItWasRead() throws Exception {
        String[] lines = everyForm().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toArray(String[]::new);
        Code code = Assembler.assemble(everyForm());

        int line = 0;
        for (int pc = 0; pc < code.slots(); pc++) {
            if (code.at(pc) != null) {
                assertThat(Disassembler.text(code.at(pc), Abi.OKO)).isEqualTo(lines[line++]);
            }
        }
        assertThat(line).isEqualTo(lines.length);
    }

    @Test
    void shouldNameTheLineWhenAStatementIsNotUnderstood() {
        assertThatThrownBy(() -> Assembler.assemble("r0 = 1\nr0 =+ 1\nexit"))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("line 2: not understood: r0 =+ 1");
    }

    @Test
    void shouldRefuseWidthsThatDiffer() {
        assertThatThrownBy(() -> Assembler.assemble("r0 += w1\nexit"))
                .hasMessage("line 1: operands have different widths");
    }

    @Test
    void shouldRefuseAConstantThatDoesNotFit() {
        assertThatThrownBy(() -> Assembler.assemble("r0 = 0x80000000\nexit"))
                .hasMessage("line 1: constant does not fit in 32 bits: 0x80000000");
    }

    @Test
    void shouldRefuseToRunOverTheEnd() {
        assertThatThrownBy(() -> Assembler.assemble("r0 = 0\nr0 += 1"))
                .hasMessage("line 2: the program runs over its end: last instruction must be exit or goto");
    }

    @Test
    void shouldRefuseALabelThatIsMissing() {
        assertThatThrownBy(() -> Assembler.assemble("goto nowhere\nexit"))
                .hasMessage("line 1: no such label: nowhere");
    }
}
