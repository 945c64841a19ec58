package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import okko.bpf.asm.Assembler;
import okko.bpf.asm.Disassembler;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Structure;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Programs that nobody verified, compiled with checks: they end as under the interpreter, in a result or a fault. */
class CheckedProgramTest {

    private static final CompileOptions CHECKED = new CompileOptions(RangeChecks.AT_RUN_TIME, 1_000_000);
    private static final MapDefinition HASH = new MapDefinition("hash", MapType.HASH, 4, 8, 4);
    private static final int PROGRAMS = 2_000;
    private static final int LENGTH = 12;
    private static final int PACKET_BYTES = 16;
    private static final int BUDGET = 500;
    private static final byte FILLING = 0x5a;

    @Test
    void shouldFaultWhereTheInterpreterDoesWhenAProgramStrays() {
        for (String strays : List.of(
                "r0 = *(u8 *)(r1 + 16)\nexit",
                "r0 = *(u32 *)(r1 - 1)\nexit",
                "*(u16 *)(r1 + 0) = 1\nexit",
                "*(u64 *)(r10 - 520) = 1\nexit",
                "*(u64 *)(r10 - 4) = 1\nexit",
                "r1 = 5\nlock *(u64 *)(r10 - 12) += r1\nexit",
                "r0 = *(u64 *)(r0 + 0)\nexit",
                "r1 = map 0\nr2 = r10\ncall ubpf_map_lookup\nexit",
                "r1 = 7\nr2 = r10\nr2 += -8\ncall ubpf_map_lookup\nexit",
                "call 77\nexit",
                "r3 = 99\ncall r3\nexit",
                "itself:\ncall itself\nexit")) {
            try (var program = TestProgram.of(strays, HASH)) {
                BpfFunction compiled = program.compile(program.analysis(), CHECKED);
                var interpreted = new Interpreter(program.image(), program.environment());
                long packet = UnsafeApi.allocateMemory(PACKET_BYTES);
                String fault = faultOf(interpreted, packet);

                assertThatThrownBy(() -> compiled.run(packet, PACKET_BYTES)).as(strays)
                        .isInstanceOf(BpfFault.class).hasMessage(fault);
                UnsafeApi.freeMemory(packet);
            }
        }
    }

    private static String faultOf(BpfFunction function, long packet) {
        try {
            return "no fault, r0 = " + function.run(packet, PACKET_BYTES);
        } catch (BpfFault fault) {
            return fault.getMessage();
        }
    }

    @Test
    void shouldGoOnWithTheRegistersOfTheCallerWhenAFunctionReadsWhatItWasNotGiven() {
        String reads = "r6 = 4\nr0 = 3\ncall f\nr0 += r6\nexit\nf:\nr0 *= 100\nr0 += r6\nr6 = 1000\nexit";
        try (var program = TestProgram.of(reads)) {
            assertThat(program.compile(program.analysis(), CHECKED).run(0, 0)).isEqualTo(308);
        }
    }

    @Test
    void shouldCallByRegisterWhenItNamesAFunctionOrAHelper() {
        String calls = """
                r6 = code f
                r1 = 5
                call r6
                r7 = r0
                r6 = 5
                call r6
                r0 = r7
                exit
                f:
                r0 = r1
                r0 *= 2
                exit
                """;
        try (var program = TestProgram.of(Assembler.assemble(calls))) {
            for (RangeChecks checks : RangeChecks.values()) {
                var options = new CompileOptions(checks, 1000);
                assertThat(program.compile(program.analysis(), options).run(0, 0)).isEqualTo(10);
            }
        }
    }

    @Test
    void shouldContainAnyProgramAndEndItAsTheInterpreterDoes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long memory = UnsafeApi.allocateMemory(3 * PACKET_BYTES);
        int finished = 0;
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                UnsafeApi.setMemory(memory, 3 * PACKET_BYTES, FILLING);
                Code code = program(random);
                Abi abi = random.nextBoolean() ? Abi.OKO : Abi.CONFORMANCE;
                Object expected = outcome(abi, code, memory, program -> new Interpreter(program.image(),
                        program.environment(), new RunContext(program.environment(), 0), BUDGET, () -> { }));
                Object actual = outcome(abi, code, memory, program ->
                        program.compile(program.analysis(), new CompileOptions(RangeChecks.AT_RUN_TIME, 4 * BUDGET)));
                if (expected instanceof Long) {
                    finished++;
                }
                if (expected instanceof Long && !mayShowAnAddress(code)) {
                    assertThat(actual).as("seed %d, program %d:%n%s", seed, i, Disassembler.listing(code, abi))
                            .satisfiesAnyOf(it -> assertThat(it).isEqualTo(expected),
                                    it -> assertThat(it).asString().contains("instructions"));
                }
                assertThat(UnsafeApi.getByte(memory + PACKET_BYTES - 1)).as("seed %d", seed).isEqualTo(FILLING);
                assertThat(UnsafeApi.getByte(memory + 2 * PACKET_BYTES)).as("seed %d", seed).isEqualTo(FILLING);
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
        assertThat(finished).as("seed %d", seed).isBetween(1, PROGRAMS - 1);
    }

    /** Whether a result may depend on where stack, maps and variables lie, which differs from run to run. */
    private static boolean mayShowAnAddress(Code code) {
        for (int pc = 0; pc < code.slots(); pc++) {
            boolean mayShow = switch (code.at(pc)) {
                case Alu alu -> alu.src().equals(Reg.FRAME_POINTER);
                case MoveSigned move -> move.src().equals(Reg.FRAME_POINTER);
                case Store store -> store.value().equals(Reg.FRAME_POINTER);
                case Atomic atomic -> atomic.src().equals(Reg.FRAME_POINTER);
                case LoadPacket load -> load.index().equals(Reg.FRAME_POINTER);
                case Branch branch -> branch.left().equals(Reg.FRAME_POINTER)
                        || branch.right().equals(Reg.FRAME_POINTER);
                case CallHelper _, CallRegister _, LoadVariable _ -> true;
                case null, default -> false;
            };
            if (mayShow) {
                return true;
            }
        }
        return false;
    }

    /** The result, or what the fault says. */
    private static Object outcome(
            Abi abi, Code code, long memory, Function<TestProgram, BpfFunction> engine) {
        try (var program = TestProgram.of(abi, code, HASH)) {
            return engine.apply(program).run(memory + PACKET_BYTES, PACKET_BYTES);
        } catch (BpfFault fault) {
            return fault.getMessage();
        }
    }

    /** Random bytes, of which those are left that make up a program. */
    private static Code program(Random random) {
        while (true) {
            var slots = new ArrayList<Instruction>();
            while (slots.size() < LENGTH) {
                Instruction instruction = instruction(random);
                if (instruction != null) {
                    slots.add(instruction);
                    if (instruction.slots() == 2) {
                        slots.add(null);
                    }
                }
            }
            slots.add(new Exit());
            var code = new Code(slots.toArray(Instruction[]::new));
            List<CodeError> errors = Structure.errors(code);
            if (errors.isEmpty()) {
                return code;
            }
        }
    }

    /** One that decodes on its own, in the middle of others. */
    private static Instruction instruction(Random random) {
        int before = random.nextInt(LENGTH);
        var bytes = new byte[Long.BYTES * (LENGTH + 2)];
        for (int slot = 0; slot < LENGTH + 2; slot++) {
            bytes[slot * Long.BYTES] = (byte) 0x95;
        }
        int at = before * Long.BYTES;
        bytes[at] = (byte) random.nextInt();
        bytes[at + 1] = (byte) (random.nextInt(11) | random.nextInt(4) / 3 * random.nextInt(11) << 4);
        bytes[at + 2] = (byte) (random.nextInt(3) == 0 ? random.nextInt(16) - 8 : 0);
        bytes[at + 3] = (byte) (bytes[at + 2] >> 7);
        bytes[at + 4] = (byte) (random.nextBoolean() ? random.nextInt(16) : 0);
        return Decoder.decode(bytes) instanceof Decoded(var code) ? code.at(before) : null;
    }
}
