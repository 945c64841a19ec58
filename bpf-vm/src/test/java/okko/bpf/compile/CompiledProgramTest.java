package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapMemory;
import okko.bpf.map.MapType;
import okko.bpf.map.Maps;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Ranges;
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
            var compiled = CompiledProgram.compile(
                    program.image(), program.analysis(), program.environment(), CompileOptions.DEFAULT);

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
    void shouldCutAProgramIntoMethodsWhenItIsLargerThanAJvmMethodMayBe() {
        var slots = new Instruction[40_001];
        Arrays.fill(slots, new Negate(Width.W32, new Reg(1)));
        slots[slots.length - 2] = new Alu(AluOp.MOV, Width.W64, new Reg(0), new Reg(1));
        slots[slots.length - 1] = new Exit();
        try (var program = TestProgram.of(new Code(slots))) {
            assertThat(program.compile().run(5, 0)).isEqualTo(0xffff_fffbL);
        }
    }

    @Test
    void shouldHandRegistersOverWhenLoopsAndCallsGoFromPieceToPiece() {
        String filler = "r2 += r1\nr2 ^= 7\nr2 *= 3\n".repeat(300);
        assertThat(resultOf("""
                r6 = 1000
                r7 = 0
                r2 = 0
                again:
                %s
                r1 = r6
                call function
                r7 += r0
                r6 += -1
                if r6 != 0 goto again
                r0 = r7
                exit
                function:
                r2 = 0
                goto end
                middle:
                %s
                r0 = r1
                exit
                end:
                %s
                goto middle
                """.formatted(filler, filler, filler))).isEqualTo(500_500);
    }

    @Test
    void shouldFollowTheMapWhenItIsBoundToOtherMemory() {
        MapDefinition data = MapDefinition.globalData(".data", new byte[] {1, 2, 3, 4}, ProgramAccess.READ_WRITE);
        String counts = "r1 = map 0 value + 1\nr0 = *(u8 *)(r1 + 0)\nr2 = r0\nr2 += 1\n*(u8 *)(r1 + 0) = r2\nexit";
        try (var program = TestProgram.of(counts, data); BpfMap scratch = Maps.create(data, 1)) {
            BpfFunction function = program.compile();
            BpfMap map = program.environment().maps().getFirst();
            assertThat(function.run(0, 0)).isEqualTo(2);
            try (MapMemory kept = map.memory().retain()) {
                map.bind(scratch.memory());
                assertThat(function.run(0, 0)).isEqualTo(2);
                assertThat(function.run(0, 0)).isEqualTo(3);
                assertThat(function.run(0, 0)).isEqualTo(4);
                map.bind(kept);
            }
            assertThat(function.run(0, 0)).isEqualTo(3);
        }
    }

    @Test
    void shouldStopARunawayProgramWhenItsBudgetIsSpent() {
        var options = new CompileOptions(RangeChecks.PROVED, 1_000_000);
        for (String runaway : List.of("again:\nr0 += 1\ngoto again", "again:\nr6 += 1\nif r6 != 0 goto again\nexit")) {
            try (var program = TestProgram.of(runaway)) {
                BpfFunction function = program.compile(program.analysis(), options);

                assertThatThrownBy(() -> function.run(0, 0))
                        .isInstanceOf(BpfFault.class).hasMessage("fault at pc 0: more than 1000000 instructions");
            }
        }
    }

    @Test
    void shouldCountFunctionsTooWhenTheyCallEachOtherOverAndOver() {
        var text = new StringBuilder();
        for (int level = 0; level < 7; level++) {
            text.append("level%d:\n".formatted(level)).append("call level%d\n".formatted(level + 1).repeat(50))
                    .append("exit\n");
        }
        try (var program = TestProgram.of(text + "level7:\nr0 = 0\nexit")) {
            BpfFunction function = program.compile();

            assertThatThrownBy(() -> function.run(0, 0)).hasMessageContaining("more than 8388608 instructions");
        }
    }

    @Test
    void shouldNotCountWhenTheVerifierKnowsThatTheProgramStopsInTime() {
        try (var program = TestProgram.of("again:\nr6 += 1\nif r6 < 100 goto again\nr0 = r6\nexit")) {
            Analysis all = program.analysis();
            var known = new Analysis(all.mapAtCall(), all.contextAccess(), all.nonZeroDivisor(), all.reachable(),
                    all.ranges(), 10, all.footprint());

            assertThat(program.compile(known, new CompileOptions(RangeChecks.PROVED, 10)).run(0, 0)).isEqualTo(100);
        }
    }

    @Test
    void shouldReadTheContextWhenTheProgramIsWrittenForXdp() {
        String reads = """
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r4 = *(u32 *)(r1 + 8)
                r5 = *(u32 *)(r1 + 12)
                r6 = *(u32 *)(r1 + 16)
                r7 = *(u32 *)(r1 + 20)
                r0 = r3
                r0 -= r2
                r2 -= r4
                r0 += r2
                r0 *= 1000
                r0 += r5
                r0 *= 1000
                r0 += r6
                r0 += r7
                exit
                """;
        try (var program = TestProgram.of(Abi.XDP, Assembler.assemble(reads))) {
            for (RangeChecks checks : RangeChecks.values()) {
                Analysis analysis = program.analysis();
                analysis.contextAccess().set(0, 6);
                var function = program.compile(analysis, new CompileOptions(checks, 1000));
                function.context().arrivedAt(7, 3);

                assertThat(function.run(0x7fff_1234_5678L, 60)).as("%s", checks).isEqualTo(60_007_003);
            }
        }
    }

    @Test
    void shouldCompareAndDivideAsSignedNumbersWhenTheirRangesAllowIt() {
        String divides = "r0 = r1\nr0 /= r2\nif r0 > 7 goto large\nexit\nlarge:\nr0 = 7\nexit";
        try (var program = TestProgram.of(divides)) {
            Analysis all = program.analysis();
            var known = new Analysis(all.mapAtCall(), all.contextAccess(), all.nonZeroDivisor(), all.reachable(),
                    new UpTo(Integer.MAX_VALUE), all.maxInstructions(), all.footprint());

            assertThat(program.compile(known).run(Integer.MAX_VALUE, 2)).isEqualTo(7);
            assertThat(program.compile(known).run(12, 2)).isEqualTo(6);
            assertThat(program.compile(known).run(12, 0)).isZero();
        }
    }

    /** Every number is 0 to {@code most}. */
    private record UpTo(long most) implements Ranges {

        @Override
        public long least(int pc, Reg register) {
            return 0;
        }

        @Override
        public long greatest(int pc, Reg register) {
            return most;
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
                all.maxInstructions(), all.footprint());
    }

    private static long resultOf(String assembly, MapDefinition... maps) {
        try (var program = TestProgram.of(assembly, maps)) {
            return program.compile().run(0, 0);
        }
    }
}
