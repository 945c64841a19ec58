package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import okko.bpf.btf.DataFormat;
import okko.bpf.engine.BpfFunction;
import okko.bpf.map.BpfMap;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome.Loaded;
import okko.bpf.program.LoadOutcome;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects as users have them load, pass the verifier and run, with nothing done to them. */
class OrdinaryObjectsTest {

    private static final long XDP_DROP = 1;
    private static final long XDP_PASS = 2;
    private static final int FRAME_BYTES = 60;
    private static final int PROTOCOL_TCP = 6;

    @ParameterizedTest
    @MethodSource("okko.bpf.elf.Objects#allCompilers")
    void shouldAcceptEveryProgramOfAnXdpObject(String target) throws Exception {
        byte[] object = Objects.read("xdp-stats", target);

        for (ElfProgram program : ElfLoader.programs(object)) {
            loaded(object, program.name()).close();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shouldRunAnXdpProgramOfTheStockHeaders(Engine engine) throws Exception {
        for (String target : Objects.someCompilers()) {
            try (BpfProgram program = loaded(Objects.read("stock", target), null);
                    BpfFunction function = program.newFunction(engine)) {
                BpfMap counters = program.maps().getFirst();
                BpfMap blocked = program.maps().get(1);

                assertThat(run(function)).isEqualTo(XDP_PASS);
                assertThat(blocked.put(new byte[] {10, 0, 0, 1}, new byte[] {1})).isEqualTo(BpfMap.OK);
                assertThat(run(function)).isEqualTo(XDP_DROP);
                assertThat(DataFormat.value(program.image().details(counters.definition()).value(),
                        counters.get(new byte[] {PROTOCOL_TCP, 0, 0, 0})))
                        .isEqualTo(Map.of("packets", 2L, "bytes", 2L * FRAME_BYTES));
            }
        }
    }

    @Test
    void shouldRunAnOkoProgramWithGlobals() throws Exception {
        for (String target : Objects.allCompilers()) {
            try (BpfProgram program = loaded(Objects.read("oko-all", target), "entry");
                    BpfFunction function = program.newFunction(Engine.JIT)) {
                // Runs count from 40; counts.e grows by counts.b, which is 4; no host is known.
                assertThat(run(function)).isEqualTo(41 + 4);
                assertThat(run(function)).isEqualTo(42 + 8);
            }
        }
    }

    /** An IPv4 frame from 10.0.0.1 with protocol 6. */
    private static long run(BpfFunction function) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
        frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).put(23, (byte) PROTOCOL_TCP).putInt(26, 0x0a00_0001);
        long packet = UnsafeApi.allocateMemory(FRAME_BYTES);
        try {
            UnsafeApi.copyMemory(frame.array(), UnsafeApi.arrayBaseOffset(byte[].class), null, packet, FRAME_BYTES);
            return function.run(packet, FRAME_BYTES);
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    private static BpfProgram loaded(byte[] object, String name) {
        LoadOutcome outcome = BpfProgram.load(object, LoadOptions.DEFAULT.withProgram(name));
        assertThat(outcome).as(name).isInstanceOf(Loaded.class);
        return ((Loaded) outcome).program();
    }
}
