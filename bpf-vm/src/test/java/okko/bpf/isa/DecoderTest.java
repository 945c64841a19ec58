package okko.bpf.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.DecodeOutcome.Malformed;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    private static final String EXIT = "95 00 0000 00000000";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ff 00 0000 00000000 | unknown opcode 0xff",
        "e7 00 0000 00000000 | unknown opcode 0xe7",
        "df 00 0000 10000000 | unknown opcode 0xdf",
        "06 00 0100 00000000 | opcode 0x06: offset is 1",
        "96 00 0000 00000000 | unknown opcode 0x96",
        "0b 00 0000 00000000 | unknown opcode 0x0b",
        "b7 0b 0000 01000000 | no such register: r11",
        "bf f0 0000 00000000 | no such register: r15",
        "b7 10 0000 01000000 | opcode 0xb7: unused register field is not zero",
        "b7 00 0100 01000000 | opcode 0xb7: offset is 1",
        "bf 10 0000 01000000 | opcode 0xbf: unused immediate is 1, must be 0",
        "bf 10 0500 00000000 | sign-extends from 5 bits",
        "bc 10 2000 00000000 | sign-extends from 32 bits",
        "37 00 0200 01000000 | opcode 0x37: offset is 2",
        "07 00 0100 01000000 | opcode 0x07: offset is 1",
        "87 00 0000 01000000 | opcode 0x87: unused immediate is 1, must be 0",
        "8f 10 0000 00000000 | unknown opcode 0x8f",
        "dc 00 0000 08000000 | swaps 8 bits, must be 16, 32 or 64",
        "61 10 0000 01000000 | opcode 0x61: unused immediate is 1, must be 0",
        "99 10 0000 00000000 | unknown opcode 0x99",
        "62 10 0000 01000000 | opcode 0x62: unused register field is not zero",
        "7b 10 0000 01000000 | opcode 0x7b: unused immediate is 1, must be 0",
        "d3 10 0000 00000000 | unknown opcode 0xd3",
        "db 10 0000 e0000000 | no such atomic operation: 0xe0",
        "db 10 0000 10000000 | no such atomic operation: 0x10",
        "15 10 0000 01000000 | opcode 0x15: unused register field is not zero",
        "1d 10 0000 01000000 | opcode 0x1d: unused immediate is 1, must be 0",
        "05 00 0000 01000000 | opcode 0x05: unused immediate is 1, must be 0",
        "8d 00 0000 00000000 | call by register (callx) is not supported",
        "85 20 0000 01000000 | call of kind 2 is not supported, only helpers (0) and local functions (1)",
        "85 01 0000 01000000 | opcode 0x85: unused register field is not zero",
        "95 00 0000 01000000 | opcode 0x95: unused immediate is 1, must be 0",
        "30 00 0000 00000000 | legacy packet access (opcode 0x30) is not supported",
        "50 00 0000 00000000 | legacy packet access (opcode 0x50) is not supported",
    })
    void shouldSayWhatIsWrongWithAnInstruction(String instruction, String reason) {
        assertThat(Decoder.decode(bytes(instruction, EXIT)))
                .extracting(outcome -> ((Malformed) outcome).errors().getFirst())
                .isEqualTo(new CodeError(0, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "18 00 0000 00000000, 00 00 0000 00000000 | runs over its end",
        "18 00 0000 00000000                      | two-slot load is cut off by the end of the program",
        "18 10 0000 00000000, 00 00 0000 00000000 | two-slot load of kind 1 is not supported",
        "18 00 0000 00000000, 01 00 0000 00000000 | second slot of a two-slot load must be zero but for its immediate",
        "05 00 0500 00000000                      | jumps to pc 6, outside of the program's 1 slots",
        "05 00 feff 00000000                      | jumps to pc -1, outside of the program's 1 slots",
        "06 00 0000 ffffff7f                      | outside of the program's 1 slots",
        "05 00 0100 00000000, 18 00 0000 00000000, 00 00 0000 00000000, 95 00 0000 00000000 | second slot",
        "b7 0a 0000 01000000, 95 00 0000 00000000 | r10 is written: the frame pointer is read-only",
        "b7 00 0000 01000000                      | runs over its end",
        "15 00 ffff 00000000                      | runs over its end",
    })
    void shouldRefuseAStructureThatCannotRun(String instructions, String reason) {
        assertThat(Decoder.decode(bytes(instructions.split(","))).toString()).contains(reason);
    }

    @Test
    void shouldRefuseAnEmptyOrCutProgram() {
        assertThat(Decoder.decode(new byte[0]).toString()).contains("program is empty");
        assertThat(Decoder.decode(new byte[12]).toString()).contains("program of 12 bytes is not a multiple of 8");
        assertThat(Decoder.decode(new byte[8 * 65_537]).toString()).contains("program has 65537 slots");
    }

    @Test
    void shouldReportAllInstructionsThatAreWrong() {
        assertThat(Decoder.decode(bytes("ff 00 0000 00000000", EXIT, "8d 00 0000 00000000")))
                .extracting(outcome -> ((Malformed) outcome).errors().stream().map(CodeError::pc).toList())
                .isEqualTo(List.of(0, 2));
    }

    @Test
    void shouldUseTheLongGotoWhenTheShortOneDoesNotReach() {
        var bySlot = new Instruction[40_000];
        Arrays.fill(bySlot, new Alu(AluOp.ADD, Width.W64, new Reg(0), new Imm(1)));
        bySlot[0] = new Jump(39_999);
        bySlot[39_999] = new Exit();
        var code = new Code(bySlot);

        byte[] bytes = Encoder.encode(code);

        assertThat(bytes[0]).isEqualTo((byte) 0x06);
        assertThat(Decoder.decode(bytes)).isEqualTo(new Decoded(code));
    }

    @Test
    void shouldNotEncodeAConditionalJumpThatIsTooFar() {
        var bySlot = new Instruction[40_000];
        Arrays.fill(bySlot, new Exit());
        bySlot[0] = new Instruction.Branch(Condition.EQ, Width.W64, new Reg(0), new Imm(1), 39_999);

        assertThatThrownBy(() -> Encoder.encode(new Code(bySlot)))
                .hasMessage("conditional jump is too far: pc=0, target=39999");
    }

    @Test
    void shouldEncodeWhateverItDecodes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int decoded = 0;
        for (int i = 0; i < 30_000; i++) {
            var bytes = new byte[16];
            random.nextBytes(bytes);
            // Mostly zero, or hardly any would be an instruction.
            for (int at = 1; at < 8; at++) {
                bytes[at] = random.nextInt(3) == 0 ? bytes[at] : 0;
            }
            Arrays.fill(bytes, 8, 16, (byte) 0);
            bytes[8] = (byte) 0x95;
            if (Decoder.decode(bytes) instanceof Decoded(var code)) {
                assertThat(Decoder.decode(Encoder.encode(code))).as("seed %d", seed).isEqualTo(new Decoded(code));
                decoded++;
            }
        }
        assertThat(decoded).isPositive();
    }

    private static byte[] bytes(String... instructions) {
        return HexFormat.of().parseHex(String.join("", instructions).replace(" ", ""));
    }
}
