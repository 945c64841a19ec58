package okko.eval.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.bpf.engine.BpfFunction;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.ringshm.capture.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpeedProgramTest {

    private SpeedFiles files;
    private Path capture;
    private List<byte[]> frames;

    @BeforeEach
    void extract() throws Exception {
        files = new SpeedFiles();
        capture = files.capture();
        frames = new ArrayList<>();
        Capture packets = Capture.read(capture);
        for (int i = 0; i < packets.size(); i++) {
            frames.add(packets.frame(i));
        }
    }

    @AfterEach
    void delete() throws Exception {
        files.close();
    }

    @Test
    void shouldPresentSixtyFourSynsOfThreeSizes() {
        assertThat(frames).hasSize(64);
        assertThat(frames.subList(0, 4).stream().map(frame -> frame.length)).containsExactly(66, 74, 78, 66);
    }

    @ParameterizedTest
    @EnumSource(SpeedProgram.class)
    void shouldGiveTheResultsOfItsTwinInC(SpeedProgram program) throws Exception {
        assumeTrue(NativeTwin.compilerVersion().isPresent(), "no gcc here");
        byte[] object = Files.readAllBytes(files.object(program));

        try (var twin = NativeTwin.start(files.source(program), capture, files.directory());
                var packets = new PacketMemory(frames);
                BpfProgram loaded = load(object);
                BpfFunction function = loaded.newFunction(Engine.JIT)) {
            assertThat(Long.toHexString(packets.pass(function))).isEqualTo(twin.checksum());
            assertThat(twin.timeNs(1)).isPositive();
        }
    }

    private static BpfProgram load(byte[] object) {
        LoadOutcome outcome = BpfProgram.load(object, LoadOptions.DEFAULT);
        assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
        return ((LoadOutcome.Loaded) outcome).program();
    }
}
