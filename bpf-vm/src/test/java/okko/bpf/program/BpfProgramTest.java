package okko.bpf.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.Role;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapMemory;
import okko.bpf.map.Maps;
import okko.bpf.program.LoadOutcome.Loaded;
import okko.bpf.program.LoadOutcome.Malformed;
import okko.bpf.program.LoadOutcome.Refused;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpfProgramTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shouldLetFunctionsShareTheMapsOfTheirProgram(Engine engine) throws Exception {
        try (BpfProgram program = loaded("counters-v3.o", "count")) {
            BpfFunction first = program.newFunction(engine);
            BpfFunction second = program.newFunction(engine);

            assertThat(first.run(0, 0)).isEqualTo(1);
            assertThat(second.run(0, 0)).isEqualTo(2);
            assertThat(program.maps().getFirst().get(new byte[] {1, 0, 0, 0})).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldGiveTheSameResultsInBothEngines(String cpu) throws Exception {
        long packet = UnsafeApi.allocateMemory(64);
        UnsafeApi.setMemory(packet, 64, (byte) 3);
        try (BpfProgram interpreted = loaded("strings-" + cpu + ".o", null);
                BpfProgram compiled = loaded("strings-" + cpu + ".o", null)) {
            assertThat(compiled.newFunction(Engine.JIT).run(packet, 64))
                    .isEqualTo(interpreted.newFunction(Engine.INTERPRETER).run(packet, 64));
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    @Test
    void shouldSayWhyAnObjectIsMalformed() {
        assertThat(BpfProgram.load(new byte[3], LoadOptions.DEFAULT))
                .isEqualTo(new Malformed("truncated ELF: ELF header at byte 0 needs 64 bytes, file has 3"));
    }

    @Test
    void shouldRefuseWhatTheVerifierRefuses() {
        var image = new ProgramImage(
                "f", Abi.OKO, Assembler.assemble("r0 = *(u8 *)(r1 + 0)\nexit"), List.of(), SourceLines.NONE);

        assertThat(BpfProgram.load(image, LoadOptions.DEFAULT)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.name()).isEqualTo("f");
            assertThat(refused.findings()).singleElement().satisfies(finding -> assertThat(finding.pc()).isZero());
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shouldWriteThePacketWhenTheProgramIsAnAction(Engine engine) {
        var image = new ProgramImage("decrement", Abi.OKO, Assembler.assemble("""
                r0 = 0
                if r2 < 34 goto end
                r3 = *(u8 *)(r1 + 22)
                r3 -= 1
                *(u8 *)(r1 + 22) = r3
                r0 = 1
                end: exit"""), List.of(), SourceLines.NONE);
        assertThat(BpfProgram.load(image.as(Role.FILTER), LoadOptions.DEFAULT)).isInstanceOf(Refused.class);

        long packet = UnsafeApi.allocateMemory(34);
        UnsafeApi.setMemory(packet, 34, (byte) 64);
        Loaded outcome = (Loaded) BpfProgram.load(image.as(Role.ACTION), LoadOptions.DEFAULT);
        try (BpfProgram program = outcome.program()) {
            assertThat(program.newFunction(engine).run(packet, 34)).isEqualTo(1);
            assertThat(UnsafeApi.getByte(packet + 22)).isEqualTo((byte) 63);
            assertThat(program.analysis().footprint().packetWritten()).hasToString("[22, 23)");
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    @Test
    void shouldFaultWhenAFilterThatNobodyVerifiedMovesThePacket() {
        var image = new ProgramImage("shorten", Abi.XDP, Assembler.assemble("r2 = 4; call 44; r0 = 1; exit"),
                List.of(), SourceLines.NONE).as(Role.FILTER);
        try (var environment = Environment.allocate(image, () -> 0, _ -> { });
                var function = new Interpreter(image, environment, new RunContext(environment, 0), 100, () -> { })) {
            assertThatThrownBy(() -> function.run(0, 0)).isInstanceOf(BpfFault.class)
                    .hasMessage("fault at pc 1: bpf_xdp_adjust_head changes the packet or its way, which a filter only looks at");
        }
    }

    @Test
    void shouldMakeNoFunctionWhenClosed() throws Exception {
        BpfProgram program = loaded("counters-v1.o", null);
        List<BpfMap> maps = program.maps();
        program.close();
        program.close();

        assertThat(maps).hasSize(1);
        assertThatThrownBy(() -> program.newFunction(Engine.INTERPRETER))
                .isInstanceOf(IllegalStateException.class).hasMessage("program is closed: name=count");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shouldKeepContentsOfMapsWhenTheProgramIsReplaced(Engine engine) throws Exception {
        try (BpfProgram old = loaded("counters-v1.o", "count")) {
            old.newFunction(engine).run(0, 0);
            Loaded outcome = (Loaded) old.replacement(object("counters-v3.o"), LoadOptions.DEFAULT.withProgram("count"));
            try (BpfProgram successor = outcome.program()) {
                BpfFunction function = successor.newFunction(engine);
                assertThat(successor.keptMaps()).containsExactly("totals");
                assertThat(function.run(0, 0)).isEqualTo(2);
                assertThat(old.newFunction(engine).run(0, 0)).as("both run on one memory").isEqualTo(3);
            }
        }
    }

    @Test
    void shouldLeaveThePredecessorAloneWhenTheSuccessorIsRefused() throws Exception {
        try (BpfProgram old = loaded("counters-v1.o", "count")) {
            assertThat(old.replacement(new byte[3], LoadOptions.DEFAULT)).isInstanceOf(Malformed.class);
            assertThat(old.newFunction(Engine.INTERPRETER).run(0, 0)).isEqualTo(1);
        }
    }

    @Test
    void shouldBeginWithEmptyMapsWhenWarmedUp() throws Exception {
        var options = LoadOptions.DEFAULT.withProgram("count").withWarmUp(Duration.ofMillis(5));
        try (BpfProgram program = ((Loaded) BpfProgram.load(object("counters-v3.o"), options)).program()) {
            assertThat(program.newFunction(Engine.JIT).run(0, 0)).isEqualTo(1);
            assertThat(program.statistics().runs()).isEqualTo(1);
        }
    }

    @Test
    void shouldFreeMapsOnlyWhenTheLastFunctionIsClosed() throws Exception {
        BpfProgram program = loaded("counters-v3.o", "count");
        BpfFunction function = program.newFunction(Engine.JIT);
        MapMemory memory = program.maps().getFirst().memory();
        program.close();

        assertThat(function.run(0, 0)).isEqualTo(1);
        memory.retain().close(); // it is still there

        function.close();
        assertThatThrownBy(memory::retain).isInstanceOf(IllegalStateException.class);
        assertThat(program.statistics().runs()).isEqualTo(1);
    }

    @Test
    void shouldShareMapsThroughFilesWhenAskedTo(@TempDir Path directory) throws Exception {
        var options = LoadOptions.DEFAULT.withProgram("count").withMapFiles(new LoadOptions.MapFiles(directory, LoadOptions.Sharing.MAPS));
        try (BpfProgram one = ((Loaded) BpfProgram.load(object("counters-v3.o"), options)).program();
                BpfProgram other = ((Loaded) BpfProgram.load(object("counters-v1.o"), options)).program()) {
            assertThat(one.newFunction(Engine.JIT).run(0, 0)).isEqualTo(1);
            assertThat(other.newFunction(Engine.INTERPRETER).run(0, 0)).isEqualTo(2);
            try (BpfMap map = Maps.open(directory.resolve("totals"))) {
                assertThat(map.get(new byte[] {1, 0, 0, 0})).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
            }
        }
    }

    @Test
    void shouldShareGlobalDataWhenAskedTo(@TempDir Path directory) throws Exception {
        var options = LoadOptions.DEFAULT.withProgram("entry")
                .withMapFiles(new LoadOptions.MapFiles(directory, LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA));
        try (BpfProgram one = ((Loaded) BpfProgram.load(object("oko-all-clang19-v3.o"), options)).program();
                BpfProgram other = ((Loaded) BpfProgram.load(object("oko-all-clang19-v3.o"), options)).program()) {
            assertThat(one.newFunction(Engine.JIT).run(0, 0)).isEqualTo(41 + 4);
            assertThat(other.newFunction(Engine.INTERPRETER).run(0, 0)).isEqualTo(42 + 8);
            assertThat(directory.resolve("global.data")).exists();
            assertThat(directory.resolve("global.bss")).exists();
        }
    }

    @Test
    void shouldGoOnWhereTheFirstStoodWhenContentsAreCopiedToFiles(@TempDir Path directory) throws Exception {
        var options = LoadOptions.DEFAULT.withProgram("count");
        try (BpfProgram one = ((Loaded) BpfProgram.load(object("counters-v3.o"), options)).program();
                BpfProgram other = ((Loaded) BpfProgram.load(
                        object("counters-v3.o"), options.withMapFiles(new LoadOptions.MapFiles(directory, LoadOptions.Sharing.MAPS)))).program()) {
            assertThat(one.newFunction(Engine.JIT).run(0, 0)).isEqualTo(1);
            assertThat(one.newFunction(Engine.JIT).run(0, 0)).isEqualTo(2);
            var function = other.newFunction(Engine.JIT);
            try (MapCopy copy = one.copyTo(other)) {
                copy.run();
            }
            assertThat(function.run(0, 0)).isEqualTo(3);
            try (MapCopy copy = other.copyTo(other)) {
                copy.run(); // the same file: nothing to do
            }
            assertThat(function.run(0, 0)).isEqualTo(4);
        }
    }

    @Test
    void shouldTellTheFileWhenASharedMapDoesNotFit(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("totals"), new byte[10]);
        var options = LoadOptions.DEFAULT.withProgram("count").withMapFiles(new LoadOptions.MapFiles(directory, LoadOptions.Sharing.MAPS));
        assertThat(BpfProgram.load(object("counters-v3.o"), options)).isInstanceOfSatisfying(Malformed.class,
                malformed -> assertThat(malformed.reason()).startsWith("maps: ").contains("totals"));
    }

    private static byte[] object(String file) throws IOException {
        try (var in = BpfProgramTest.class.getResourceAsStream("/elf/" + file)) {
            return in.readAllBytes();
        }
    }

    private static BpfProgram loaded(String file, String name) throws Exception {
        return ((Loaded) BpfProgram.load(object(file), LoadOptions.DEFAULT.withProgram(name))).program();
    }
}
