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
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    private static final String EXIT = "95 00 0000 00000000";

    /** Those of RFC 9669, section 3 on, and of its legacy packet access; by class, from LD to ALU64. */
    private static final String OPCODES = """
            18 20 28 30 40 48 50
            61 69 71 79 81 89 91
            62 6a 72 7a
            63 6b 73 7b c3 db
            04 0c 14 1c 24 2c 34 3c 44 4c 54 5c 64 6c 74 7c 84 94 9c a4 ac b4 bc c4 cc d4 dc
            05 15 1d 25 2d 35 3d 45 4d 55 5d 65 6d 75 7d 85 8d 95 a5 ad b5 bd c5 cd d5 dd
            06 16 1e 26 2e 36 3e 46 4e 56 5e 66 6e 76 7e a6 ae b6 be c6 ce d6 de
            07 0f 17 1f 27 2f 37 3f 47 4f 57 5f 67 6f 77 7f 87 97 9f a7 af b7 bf c7 cf d7
            """;

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
        "8d 10 0000 00000000 | opcode 0x8d: unused register field is not zero",
        "8d 00 0100 00000000 | opcode 0x8d: offset is 1",
        "8d 01 0000 02000000 | opcode 0x8d: unused immediate is 2, must be 0",
        "8d 00 0000 0b000000 | no such register: r11",
        "8d 00 0000 ffffffff | no such register: r4294967295",
        "85 20 0000 01000000 | call of kind 2 is not supported, only helpers (0) and local functions (1)",
        "85 01 0000 01000000 | opcode 0x85: unused register field is not zero",
        "95 00 0000 01000000 | opcode 0x95: unused immediate is 1, must be 0",
        "38 00 0000 00000000 | unknown opcode 0x38",
        "58 00 0000 00000000 | unknown opcode 0x58",
        "30 10 0000 00000000 | opcode 0x30: unused register field is not zero",
        "50 01 0000 00000000 | opcode 0x50: unused register field is not zero",
        "20 00 0100 00000000 | opcode 0x20: offset is 1",
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
        "18 70 0000 00000000, 00 00 0000 00000000 | two-slot load of kind 7 is not supported",
        "18 00 0100 00000000, 00 00 0000 00000000 | opcode 0x18: offset is 1",
        "18 50 0000 00000000, 00 00 0000 01000000 | second immediate of a two-slot load is 1, must be 0",
        "18 30 0000 00000000, 00 00 0000 01000000 | second immediate of a two-slot load is 1, must be 0",
        "18 40 0000 00000000, 00 00 0000 01000000 | second immediate of a two-slot load is 1, must be 0",
        "18 40 0000 05000000, 00 00 0000 00000000 | refers to pc 6, outside of the program's 2 slots",
        "18 40 0000 00000000, 00 00 0000 00000000 | refers to pc 1, the second slot of a two-slot instruction",
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
        assertThat(Decoder.decode(bytes("ff 00 0000 00000000", EXIT, "8d 10 0000 00000000")))
                .extracting(outcome -> ((Malformed) outcome).errors().stream().map(CodeError::pc).toList())
                .isEqualTo(List.of(0, 2));
    }

    @Test
    void shouldTakeTheOpcodesOfTheSpecificationAndNoOther() {
        List<String> opcodes = List.of(OPCODES.strip().split("\\s+"));
        assertThat(opcodes).hasSize(126);
        for (int opcode = 0; opcode < 256; opcode++) {
            String name = HexFormat.of().toHexDigits((byte) opcode);
            String immediate = isSwap(opcode) ? "10000000" : "00000000";
            byte[] program = bytes(name + " 00 0000 " + immediate, opcode == 0x18 ? "00".repeat(8) : EXIT, EXIT);

            switch (Decoder.decode(program)) {
                case Decoded(var code) -> {
                    assertThat(opcodes).contains(name);
                    program[0] = opcode == 0x06 ? 0x05 : program[0]; // the encoder prefers the short goto
                    assertThat(Encoder.encode(code)).as(name).isEqualTo(program);
                }
                case Malformed(var errors) -> {
                    assertThat(opcodes).doesNotContain(name);
                    assertThat(errors.getFirst()).isEqualTo(new CodeError(0, "unknown opcode 0x" + name));
                }
            }
        }
    }

    private static boolean isSwap(int opcode) {
        return opcode == 0xd4 || opcode == 0xd7 || opcode == 0xdc;
    }

    @Test
    void shouldTakeBothEncodingsOfACallByRegister() {
        assertThat(Decoder.decode(bytes("8d 03 0000 00000000", EXIT)))
                .isEqualTo(Decoder.decode(bytes("8d 00 0000 03000000", EXIT)))
                .isEqualTo(new Decoded(new Code(new Instruction[] {new CallRegister(new Reg(3)), new Exit()})));
    }

    @Test
    void shouldTakeMapsByDescriptorAsByIndex() {
        assertThat(Decoder.decode(bytes("18 13 0000 07000000", "00 00 0000 00000000", EXIT)))
                .isEqualTo(Decoder.decode(bytes("18 53 0000 07000000", "00 00 0000 00000000", EXIT)))
                .isEqualTo(new Decoded(new Code(
                        new Instruction[] {new LoadMap(new Reg(3), 7), null, new Exit()})));
        assertThat(Decoder.decode(bytes("18 23 0000 07000000", "00 00 0000 09000000", EXIT)))
                .isEqualTo(Decoder.decode(bytes("18 63 0000 07000000", "00 00 0000 09000000", EXIT)))
                .isEqualTo(new Decoded(new Code(
                        new Instruction[] {new LoadMapValue(new Reg(3), 7, 9), null, new Exit()})));
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
