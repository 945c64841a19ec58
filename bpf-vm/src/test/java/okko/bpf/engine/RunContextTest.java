package okko.bpf.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome.Loaded;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunContextTest {

    private static final int PACKET_BYTES = 100;

    /** Cuts 40 bytes off an even packet, by its first byte; wants 40 bytes more before an odd one. */
    private static final String PROGRAM = """
            r6 = r1
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r4 = r2
            r4 += 1
            r0 = 99
            if r4 > r3 goto out
            r0 = *(u8 *)(r2 + 0)
            r2 = 40
            if r0 == 0 goto move
            r2 = -40
            move:
            r1 = r6
            call bpf_xdp_adjust_head
            out:
            exit
            """;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shouldGiveEachRunTheRoomThatWasToldWhateverTheRunBeforeDid(Engine engine) {
        var image = new ProgramImage(
                "move", Abi.XDP, Assembler.assemble(PROGRAM), List.of(), SourceLines.NONE);
        long packet = UnsafeApi.allocateMemory(PACKET_BYTES);
        UnsafeApi.setMemory(packet, PACKET_BYTES, (byte) 0);
        try (BpfProgram program = ((Loaded) BpfProgram.load(image, LoadOptions.DEFAULT)).program();
                BpfFunction function = program.newFunction(engine)) {
            for (int run = 0; run < 10; run++) {
                assertThat(function.run(packet, PACKET_BYTES)).isZero();
                assertThat(function.context().packet()).isEqualTo(packet + 40);
                assertThat(function.context().lengthBytes()).isEqualTo(60);
            }
            UnsafeApi.putByte(packet, (byte) 1);
            assertThat(function.run(packet, PACKET_BYTES)).as("no room was told").isEqualTo(-22);
            function.context().room(40, 0);
            assertThat(function.run(packet, PACKET_BYTES)).isZero();
            assertThat(function.context().packet()).isEqualTo(packet - 40);
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }
}
