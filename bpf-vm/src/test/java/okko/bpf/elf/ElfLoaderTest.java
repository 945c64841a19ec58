package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okko.bpf.asm.Disassembler;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines.SourceLine;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects are built by {@code src/test/resources/elf/build} from the C files beside them. */
class ElfLoaderTest {

    private static final int STRTAB = 3;

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldRunTheFirstGlobalFunctionWhenNoneIsNamed(String cpu) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("first-byte", cpu), null, null);

        assertThat(image.name()).isEqualTo("entry");
        assertThat(run(image, new byte[] {0x45})).containsExactly(1L);
        assertThat(run(image, new byte[] {0x46})).containsExactly(0L);
        assertThat(run(image, new byte[0])).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldChooseAProgramByName(String cpu) throws Exception {
        byte[] object = Objects.read("counters", cpu);
        var packet = new byte[34];

        assertThat(ElfLoader.programs(object)).extracting(ElfProgram::name)
                .containsExactly("count", "count_hosts", "use_hidden");
        assertThat(run(ElfLoader.load(object, "count", null), packet, packet, packet)).containsExactly(1L, 2L, 3L);
        byte[] other = packet.clone();
        other[26] = 9;
        assertThat(run(ElfLoader.load(object, "count_hosts", null), packet, other, packet)).containsExactly(1L, 1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldTellStaticMapsApart(String cpu) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("counters", cpu), "use_hidden", null);

        assertThat(image.maps()).containsExactly(
                new MapDefinition("hidden", MapType.ARRAY, 8, 8, 3),
                new MapDefinition("hidden_too", MapType.ARRAY, 8, 4, 4));
        assertThat(run(image, new byte[0])).containsExactly(7L);
    }

    @ParameterizedTest
    @CsvSource({"v1, entry, 116", "v2, entry, 116", "v3, entry, 116",
        "v1, elsewhere, 110", "v2, elsewhere, 110", "v3, elsewhere, 110"})
    void shouldLinkFunctionsThatAreCalled(String cpu, String program, long expected) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("functions", cpu), program, null);

        assertThat(run(image, new byte[5])).containsExactly(expected);
    }

    @Test
    void shouldLeaveOutFunctionsThatAreNotCalled() throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("functions", "v3"), "elsewhere", null);

        assertThat(Disassembler.listing(image.code(), Abi.OKO)).isEqualTo("""
                    0: r1 = r2
                    1: call pc 4
                    2: r0 *= 10
                    3: exit
                    4: r2 = r1
                    5: call pc 8
                    6: r0 += 1
                    7: exit
                    8: r0 = r2
                    9: r0 += r1
                   10: exit
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldLinkConstantDataAndHelpersBySymbol(String cpu) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("strings", cpu), "entry", null);
        var log = new ArrayList<String>();

        List<Long> results = run(image, log, new byte[] {5, 0, 0, 0, 0, 0, 0, 0}, new byte[] {6, 1, 2, 3, 4, 5, 6, 7});

        assertThat(results).containsExactly(0xd8623c4e_0000_0009L, 0xc85db5e3_0000_0002L);
        assertThat(log).containsExactly("length=8 first=5", "length=8 first=6");
    }

    @Test
    void shouldKeepSourceLinesWhenTheObjectHasThem() throws Exception {
        byte[] object = Objects.read("functions", "v3");
        ProgramImage image = ElfLoader.load(object, "entry", null);

        SourceLine first = image.lines().at(0);
        SourceLine ofCallee = image.lines().at(image.code().slots() - 2);

        assertThat(first.file()).endsWith("functions.c");
        assertThat(first.number()).isEqualTo(14);
        assertThat(first.text()).isEqualTo("u64 entry(const u8 *packet, u64 length)");
        assertThat(ofCallee.text()).isEqualTo("return a + b;");
        assertThat(ofCallee.number()).isEqualTo(6);
    }

    @Test
    void shouldRefuseReferencesThatCannotBeKept() {
        byte[] object = Objects.read("refused", "v3");

        assertThatThrownBy(() -> ElfLoader.load(object, "entry", null)).isInstanceOf(ElfException.class).hasMessage(
                "section .data, offset 0: address of .rodata; only addresses of functions may be in data");
        assertThatThrownBy(() -> ElfLoader.load(object, "entry_undefined", null))
                .hasMessage("entry_undefined+1: call of nowhere, which is neither in the object nor a helper");
        assertThatThrownBy(() -> ElfLoader.load(object, "entry_variable", null))
                .hasMessage("entry_variable+0: undefined symbol unknown_variable is no variable of the platform");
        assertThatThrownBy(() -> ElfLoader.load(object, "entry_foreign", null))
                .hasMessage("entry_foreign+2: call of bpf_redirect, a helper of ABI xdp, by a program of ABI oko");
    }

    @Test
    void shouldLetTheAbiBeChosen() throws Exception {
        byte[] object = Objects.read("refused", "v3");

        assertThat(ElfLoader.load(object, "entry_foreign", Abi.XDP).abi()).isEqualTo(Abi.XDP);
    }

    @Test
    void shouldNameTheProgramsWhenTheOneWantedIsMissing() {
        assertThatThrownBy(() -> ElfLoader.load(Objects.read("counters", "v1"), "sum", null))
                .hasMessage("object has no function sum; it has count, count_hosts, use_hidden");
    }

    @Test
    void shouldSayWhatIsCutOff() {
        byte[] object = Objects.read("first-byte", "v1");
        int table = Objects.sectionHeader(object, 0);
        int sections = Objects.fields(object).getShort(60);

        assertThatThrownBy(() -> ElfLoader.load(Arrays.copyOf(object, table + 10), null, null)).hasMessage(
                "truncated ELF: section header table at byte %,d needs %,d bytes, file has %,d"
                        .formatted(table, 64 * sections, table + 10));
        assertThatThrownBy(() -> ElfLoader.load(new byte[0], null, null))
                .hasMessage("truncated ELF: ELF header at byte 0 needs 64 bytes, file has 0");
    }

    @Test
    void shouldRefuseWhatIsNoBpfObject() {
        assertThatThrownBy(() -> ElfLoader.load(new byte[100], null, null)).hasMessage("not an ELF file");
        byte[] x86 = Objects.read("first-byte", "v1");
        Objects.fields(x86).putShort(18, (short) 62);
        assertThatThrownBy(() -> ElfLoader.load(x86, null, null)).hasMessage("not a BPF object file: e_machine=62");
        byte[] executable = Objects.read("first-byte", "v1");
        Objects.fields(executable).putShort(16, (short) 2);
        assertThatThrownBy(() -> ElfLoader.load(executable, null, null))
                .hasMessage("not a relocatable object file: e_type=2");
    }

    @Test
    void shouldAcceptAnObjectWithoutMachine() throws Exception {
        byte[] object = Objects.read("first-byte", "v1");
        Objects.fields(object).putShort(18, (short) 0);

        assertThat(run(ElfLoader.load(object, null, null), new byte[] {0x45})).containsExactly(1L);
    }

    @Test
    void shouldRefuseOffsetsThatWrap() {
        byte[] object = Objects.read("first-byte", "v1");
        Objects.fields(object).putLong(Objects.sectionHeader(object, Objects.sectionOfType(object, STRTAB)) + 24, -64);

        assertThatThrownBy(() -> ElfLoader.load(object, null, null))
                .hasMessageStartingWith("truncated ELF: section name table at byte 18446744073709551552 needs ");
    }

    private static List<Long> run(ProgramImage image, byte[]... packets) {
        return run(image, new ArrayList<>(), packets);
    }

    private static List<Long> run(ProgramImage image, List<String> log, byte[]... packets) {
        var results = new ArrayList<Long>();
        long memory = UnsafeApi.allocateMemory(1024);
        try (Environment environment = Environment.allocate(image, System::nanoTime, log::add)) {
            var interpreter = new Interpreter(image, environment);
            for (byte[] packet : packets) {
                UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, memory, packet.length);
                results.add(interpreter.run(memory, packet.length));
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
        return results;
    }
}
