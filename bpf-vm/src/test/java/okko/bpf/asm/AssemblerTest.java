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
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void shouldReadLoadsOfMapsVariablesCodeAndThePacket() {
        Code code = Assembler.assemble("""
                r1 = map 1 value + 16
                r2 = map 1 value
                r3 = variable 0
                r4 = code after
                r0 = packet u16[12]
                r0 = packet u8[r1 + 14]
                r0 = packet u32[r6 - 0x10]
                call r4
                after: exit
                """);

        assertThat(code.at(0)).isEqualTo(new LoadMapValue(new Reg(1), 1, 16));
        assertThat(code.at(2)).isEqualTo(new LoadMapValue(new Reg(2), 1, 0));
        assertThat(code.at(4)).isEqualTo(new LoadVariable(new Reg(3), 0));
        assertThat(code.at(6)).isEqualTo(new LoadCode(new Reg(4), 12));
        assertThat(code.at(8)).isEqualTo(new LoadPacket(Size.H, 12, new Imm(0)));
        assertThat(code.at(9)).isEqualTo(new LoadPacket(Size.B, 14, new Reg(1)));
        assertThat(code.at(10)).isEqualTo(new LoadPacket(Size.W, -16, new Reg(6)));
        assertThat(code.at(11)).isEqualTo(new CallRegister(new Reg(4)));
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "call nothing                | no such helper or label: nothing",
        "r11 = 1                     | no such register: r11",
        "r99999999999 = 1            | no such register: r99999999999",
        "r0 = *(u8 *)(r1 + 32768)    | offset does not fit in 16 bits: 32768",
        "r0 = packet u64[0]          | not understood: r0 = packet u64[0]",
        "r1 = packet u8[0]           | not understood: r1 = packet u8[0]",
        "r0 = packet u8[2147483648]  | offset does not fit in 32 bits: 2147483648",
        "r0 = map 4294967296         | number does not fit in 32 bits: 4294967296",
        "w0 = map 1                  | not understood: w0 = map 1",
        "w0 = 0x1 ll                 | not understood: w0 = 0x1 ll",
        "w0 = *(u32 *)(r1 + 0)       | not understood: w0 = *(u32 *)(r1 + 0)",
        "w0 = be16 r0                | not understood: w0 = be16 r0",
        "w0 = (s32)w1                | not understood: w0 = (s32)w1",
        "r0 = (s8)w1                 | operands have different widths",
        "r0 = *(s64 *)(r1 + 0)       | not understood: r0 = *(s64 *)(r1 + 0)",
        "*(s8 *)(r1 + 0) = 1         | not understood: *(s8 *)(r1 + 0) = 1",
        "lock *(u8 *)(r1 + 0) += w2  | not understood: lock *(u8 *)(r1 + 0) += w2",
        "goto pc 99999999999         | number does not fit in 32 bits: 99999999999",
        "r0 = 0xfffffffffffffffff ll | not a number of at most 64 bits: 0xfffffffffffffffff",
        "call 4294967296             | number does not fit in 32 bits: 4294967296",
    })
    void shouldSayWhatIsWrongWithAStatement(String statement, String reason) {
        assertThatThrownBy(() -> Assembler.assemble("r0 = 0\n" + statement + "\nexit")).hasMessage("line 2: " + reason);
    }

    @Test
    void shouldRefuseALabelThatIsMissing() {
        assertThatThrownBy(() -> Assembler.assemble("goto nowhere\nexit"))
                .hasMessage("line 1: no such label: nowhere");
    }
}
