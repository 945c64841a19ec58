package okko.bpf.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.map.BpfMap;
import okko.bpf.program.LoadOutcome.Loaded;
import okko.bpf.program.LoadOutcome.Malformed;
import okko.bpf.program.LoadOutcome.Refused;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
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

    private static BpfProgram loaded(String file, String name) throws Exception {
        try (var in = BpfProgramTest.class.getResourceAsStream("/elf/" + file)) {
            var options = LoadOptions.DEFAULT.withProgram(name);
            return ((Loaded) BpfProgram.load(in.readAllBytes(), options)).program();
        }
    }
}
