package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import okko.bpf.image.Abi;
import okko.bpf.image.MapDetails;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same sources, built by clang 14 to 19 for cpu v1 to v4, mean the same. */
class CompilersTest {

    private static final String ALL = "okko.bpf.elf.Objects#allCompilers";

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldListProgramsOfAnXdpObjectButNotTheirSubprograms(String target) throws Exception {
        assertThat(ElfLoader.programs(Objects.read("xdp-stats", target))).containsExactly(
                new ElfProgram("xdp_drop", "xdp/drop", Abi.XDP),
                new ElfProgram("xdp_counted", "xdp", Abi.XDP),
                new ElfProgram("xdp_routes", "xdp", Abi.XDP),
                new ElfProgram("xdp_frags", "xdp.frags", Abi.XDP));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldListProgramsOfAnOkoObject(String target) throws Exception {
        assertThat(ElfLoader.programs(Objects.read("oko-all", target))).containsExactly(
                new ElfProgram("entry", ".text", Abi.OKO),
                new ElfProgram("threads", ".text", Abi.OKO),
                new ElfProgram("choose", ".text", Abi.OKO),
                new ElfProgram("choose_here", ".text", Abi.OKO));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldLinkMapsGlobalsAndSubprogramsOfAnXdpProgram(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_counted", null);

        assertThat(image.abi()).isEqualTo(Abi.XDP);
        assertThat(image.maps()).containsExactlyInAnyOrder(
                MapDefinition.globalData(".data", new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4},
                        ProgramAccess.READ_WRITE),
                MapDefinition.globalData(".rodata", new byte[] {(byte) 0xdc, 5, 0, 0, 'h', 'e', 'l', 'l', 'o', 0},
                        ProgramAccess.READ_ONLY),
                MapDefinition.globalData(".bss", new byte[4], ProgramAccess.READ_WRITE),
                new MapDefinition("flows", MapType.LRU_HASH, 12, 8, 1024),
                new MapDefinition("stats", MapType.PER_THREAD_ARRAY, 4, 16, 5));
        assertThat(instructions(image.code(), CallHelper.class)).extracting(CallHelper::helper).containsExactly(2, 1);
        int record = instructions(image.code(), CallLocal.class).getFirst().target();
        assertThat(image.lines().at(record).text())
                .isEqualTo("static __noinline __u32 record(struct xdp_md *ctx, __u32 action)");
        assertThat(image.lines().at(0).number()).isBetween(88, 92);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldPointToTheVariablesOfASection(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_counted", null);

        assertThat(instructions(image.code(), LoadMapValue.class))
                .extracting(load -> image.maps().get(load.map()).name() + "+" + load.offsetBytes())
                .contains(".data+0", ".data+8", ".rodata+0", ".bss+0");
        assertThat(instructions(image.code(), LoadMap.class))
                .extracting(load -> image.maps().get(load.map()).name()).containsExactly("flows", "stats");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldTellLinesOfProgramsThatShareASection(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_routes", null);

        assertThat(IntStream.range(0, image.code().slots()).mapToObj(image.lines()::at))
                .allMatch(line -> line.number() >= 118 && line.number() <= 123, "is a line of xdp_routes");
        assertThat(image.maps()).containsExactly(
                new MapDefinition("routes", MapType.LPM_TRIE, 8, 4, 16),
                new MapDefinition("events", MapType.RING_BUFFER, 0, 0, 4096));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldCallGlobalSubprogramsOfOtherSections(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_frags", null);

        assertThat(instructions(image.code(), CallLocal.class)).hasSize(1);
        assertThat(image.lines().at(instructions(image.code(), CallLocal.class).getFirst().target()).text())
                .isEqualTo("__noinline int twice(int x)");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldTellWhatAProgramArrayHoldsAtTheStart(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_frags", null);
        MapDefinition jumps = image.maps().getFirst();

        assertThat(jumps).isEqualTo(new MapDefinition("jumps", MapType.PROGRAM_ARRAY, 4, 4, 4));
        assertThat(image.details(jumps).programs())
                .containsOnlyKeys(1, 3).containsEntry(1, "xdp_drop").containsEntry(3, "xdp_counted");
        assertThat(image.details(image.maps().getLast())).isNotEqualTo(MapDetails.NONE);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldTellOkoMapsFromVariablesBesideThem(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("oko-all", target), null, null);

        assertThat(image.name()).isEqualTo("entry");
        assertThat(image.abi()).isEqualTo(Abi.OKO);
        assertThat(image.maps()).filteredOn(map -> !map.isGlobalData()).containsExactly(
                new MapDefinition("totals", MapType.ARRAY, 8, 8, 2),
                new MapDefinition("members", MapType.BLOOM_FILTER, 0, 8, 1000).withHashFunctions(3),
                new MapDefinition("sizes", MapType.COUNT_MIN, 0, 4, 256).withHashFunctions(4),
                new MapDefinition("hosts", MapType.HASH, 4, 8, 100));
        assertThat(image.maps()).filteredOn(MapDefinition::isGlobalData).extracting(MapDefinition::name)
                .containsExactlyInAnyOrder(".data", ".bss");
        assertThat(instructions(image.code(), CallHelper.class)).extracting(CallHelper::helper)
                .containsExactly(1, 4, 4, 1);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldLinkVariablesOfThePlatform(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("oko-all", target), "threads", null);

        assertThat(image.code().at(0)).isEqualTo(new LoadVariable(new Reg(1), 0));
        assertThat(image.maps()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldLinkAddressesOfFunctionsInCode(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("oko-all", target), "choose_here", null);

        assertThat(instructions(image.code(), LoadCode.class)).extracting(load -> line(image, load.target()))
                .containsExactly("static __attribute__((noinline)) u64 add_one(u64 x)",
                        "static __attribute__((noinline)) u64 times_three(u64 x)");
        assertThat(instructions(image.code(), CallRegister.class)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void shouldLinkAddressesOfFunctionsInData(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("oko-all", target), "choose", null);
        var steps = Objects.fields(image.maps().getFirst().contents());

        int addOne = (int) steps.getLong(0);
        int timesThree = (int) steps.getLong(8);

        assertThat(steps.getLong(0)).isEqualTo(0x4d41_5200_0000_0000L + addOne);
        assertThat(line(image, addOne)).isEqualTo("static __attribute__((noinline)) u64 add_one(u64 x)");
        assertThat(line(image, timesThree)).isEqualTo("static __attribute__((noinline)) u64 times_three(u64 x)");
    }

    private static String line(ProgramImage image, int pc) {
        return image.lines().at(pc).text();
    }

    private static <T extends Instruction> List<T> instructions(Code code, Class<T> kind) {
        return IntStream.range(0, code.slots()).mapToObj(code::at).filter(kind::isInstance).map(kind::cast).toList();
    }
}
