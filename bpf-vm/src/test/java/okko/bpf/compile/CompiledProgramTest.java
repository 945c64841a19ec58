package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFunction;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.Analysis;
import org.junit.jupiter.api.Test;

class CompiledProgramTest {

    private static final MapDefinition HASH = new MapDefinition("hash", MapType.HASH, 4, 8, 16);
    private static final MapDefinition ARRAY = new MapDefinition("array", MapType.ARRAY, 4, 8, 4);

    /** Adds 7 under key 3 of the map in r6, then reads it back through the map's pointer. */
    private static final String STORES_SEVEN = """
            *(u32 *)(r10 - 4) = 3
            *(u64 *)(r10 - 16) = 7
            r1 = r6
            r2 = r10
            r2 += -4
            r3 = r10
            r3 += -16
            call ubpf_map_update
            r1 = r6
            r2 = r10
            r2 += -4
            call ubpf_map_lookup
            r0 = *(u64 *)(r0 + 0)
            exit
            """;

    @Test
    void shouldGiveALocalFunctionAFrameOfItsOwnWhenItIsCalled() {
        assertThat(resultOf("""
                r6 = 100
                *(u64 *)(r10 - 8) = 20
                r1 = 3
                call double
                r0 += r6
                r1 = *(u64 *)(r10 - 8)
                r0 += r1
                exit
                double:
                *(u64 *)(r10 - 8) = -1
                r6 = r1
                r6 += r1
                r0 = r6
                exit
                """)).isEqualTo(126);
    }

    @Test
    void shouldRunBackwardsWhenAFunctionLiesBeforeItsEntry() {
        assertThat(resultOf("""
                goto start
                end:
                r0 += 5
                exit
                start:
                r0 = 0
                again:
                r0 += 1
                if r0 < 10 goto again
                goto end
                """)).isEqualTo(15);
    }

    @Test
    void shouldCallTheMapWhenTheVerifierKnowsIt() {
        for (MapDefinition map : List.of(HASH, ARRAY)) {
            try (var program = TestProgram.of("r6 = map 0\n" + STORES_SEVEN, map)) {
                Analysis analysis = program.analysis();
                for (int pc = 0; pc < program.image().code().slots(); pc++) {
                    analysis.mapAtCall()[pc] = program.image().code().at(pc) instanceof CallHelper ? 0 : -1;
                }

                assertThat(program.compile(analysis).run(0, 0)).isEqualTo(7);
                assertThat(program.environment().maps().getFirst().get(new byte[] {3, 0, 0, 0}))
                        .isEqualTo(new byte[] {7, 0, 0, 0, 0, 0, 0, 0});
            }
        }
    }

    @Test
    void shouldFindTheMapByItsHandleWhenItDependsOnThePacket() {
        String chooses = "r6 = map 0\nif r2 == 0 goto chosen\nr6 = map 1\nchosen:\n" + STORES_SEVEN;
        try (var program = TestProgram.of(chooses, ARRAY, HASH)) {
            BpfFunction function = program.compile();

            assertThat(function.run(0, 1)).isEqualTo(7);
            assertThat(program.environment().maps().get(0).get(new byte[] {3, 0, 0, 0})).isEqualTo(new byte[8]);
            assertThat(program.environment().maps().get(1).size()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayThatTheMapHasNoSuchOperationWhenAnArrayIsDeletedFromOrAddedTo() {
        for (String operation : List.of("ubpf_map_delete", "ubpf_map_add")) {
            assertThat(resultOf("""
                    *(u64 *)(r10 - 8) = 0
                    r1 = map 0
                    r2 = r10
                    r2 += -8
                    call %s
                    exit
                    """.formatted(operation), ARRAY)).isEqualTo(-2);
        }
    }

    @Test
    void shouldReadTheEnvironmentsClock() {
        assertThat(resultOf("call ubpf_time_get_ns\nexit")).isEqualTo(TestProgram.NOW_NS);
    }

    @Test
    void shouldHashAsTheInterpreterDoes() {
        String hashes = "*(u64 *)(r10 - 8) = -5\nr1 = r10\nr1 += -8\nr2 = 7\ncall ubpf_hash\nexit";
        try (var program = TestProgram.of(hashes)) {
            assertThat(program.compile().run(0, 0))
                    .isEqualTo(new Interpreter(program.image(), program.environment()).run(0, 0))
                    .isBetween(1L, 0xffff_ffffL);
        }
    }

    @Test
    void shouldLogALineWhenTheProgramPrints() {
        Code code = Assembler.assemble("r1 = map 0 value + 1\nr2 = -1\nr3 = 255\nr4 = 0\ncall ubpf_printf\nexit");
        byte[] data = "_%d and %x\0".getBytes(StandardCharsets.US_ASCII);
        try (var program = TestProgram.of(code, MapDefinition.globalData(".rodata", data, ProgramAccess.READ_ONLY))) {
            assertThat(program.compile().run(0, 0)).isZero();
            assertThat(program.log()).containsExactly("-1 and ff");
        }
    }

    @Test
    void shouldLeaveOutTheComparisonWhenTheVerifierKnowsItsOutcome() {
        try (var program = TestProgram.of("r0 = 1\nif r2 == 0 goto other\nexit\nother:\nr0 = 2\nexit")) {
            assertThat(program.compile(reaching(program, 0, 1, 2)).run(0, 0)).isEqualTo(1);
            assertThat(program.compile(reaching(program, 0, 1, 3, 4)).run(0, 1)).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveEachFunctionAStackOfItsOwn() {
        try (var program = TestProgram.of("r0 = r10\nexit")) {
            var compiled = CompiledProgram.compile(program.image(), program.analysis(), program.environment(), CompileOptions.DEFAULT);

            long distance = compiled.newFunction().run(0, 0) - compiled.newFunction().run(0, 0);

            assertThat(Math.abs(distance)).isGreaterThanOrEqualTo(BpfFunction.STACK_BYTES);
        }
    }

    @Test
    void shouldRefuseWhenCallsRecur() {
        try (var program = TestProgram.of("call itself\nitself:\ncall itself\nexit")) {
            assertThatThrownBy(program::compile)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot compile program test: calls nest deeper than 8 functions, seen at the one that"
                            + " begins at pc 1");
        }
    }

    @Test
    void shouldRefuseWhenAMethodWouldExceedWhatTheJvmAllows() {
        var slots = new Instruction[40_000];
        Arrays.fill(slots, new Negate(Width.W32, new Reg(0)));
        slots[slots.length - 1] = new Exit();
        try (var program = TestProgram.of(new Code(slots))) {
            assertThatThrownBy(program::compile)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("program test: Code length 440026 is outside the allowed range");
        }
    }

    @Test
    void shouldRefuseWhenTheAnalysisContradictsTheProgram() {
        try (var program = TestProgram.of("r0 = 1\nr0 += 1\nexit")) {
            Analysis analysis = reaching(program, 0);

            assertThatThrownBy(() -> program.compile(analysis))
                    .hasMessage("cannot compile program test: the analysis leaves nothing to run after pc 0");
        }
    }

    @Test
    void shouldUnloadTheClassWhenNothingRefersToIt() {
        try (var program = TestProgram.of(new Code(new Instruction[] {
            new LoadImmediate(new Reg(0), 1), null, new Exit()
        }))) {
            var unloaded = new WeakReference<>(program.compile().getClass());
            for (int attempt = 0; attempt < 100 && unloaded.get() != null; attempt++) {
                System.gc();
            }

            assertThat(unloaded.get()).isNull();
        }
    }

    private static Analysis reaching(TestProgram program, int... pcs) {
        Analysis all = program.analysis();
        var reachable = new BitSet();
        for (int pc : pcs) {
            reachable.set(pc);
        }
        return new Analysis(
                all.mapAtCall(), all.contextAccess(), all.nonZeroDivisor(), reachable, all.ranges(),
                all.maxInstructions(), all.packetBytesRead());
    }

    private static long resultOf(String assembly, MapDefinition... maps) {
        try (var program = TestProgram.of(assembly, maps)) {
            return program.compile().run(0, 0);
        }
    }
}
