package okko.external.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import okko.bpf.engine.BpfFunction;
import okko.bpf.map.BpfMap;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.external.frame.Capture;
import okko.external.frame.FrameBuilder;
import okko.external.frame.FrameMemory;
import okko.external.frame.Mutations;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** BPF program and Java twin give the same verdict on every packet, whichever engine runs the program. */
class TwinTest {

    private static final Path OBJECTS = Path.of("../evaluation/src/main/bpf");
    private static final int MUTATED_FRAMES = 100_000;
    private static final long SEED = 20261122;

    private static List<byte[]> capture;

    /** Stands still while both twins judge a frame, so they store the same times. */
    private static final class StepClock implements NanoClock {
        private long nowNs = 1_000_000;

        @Override
        public long nanoTime() {
            return nowNs;
        }
    }

    private enum Workload {
        PASS("pass.o", _ -> new PassProcessor(), 3367),
        P0F("p0f.o", _ -> new P0fProcessor(), 43),
        FIREWALL("firewall.o", _ -> new FirewallProcessor(), 2760),
        DAPPER("dapper.o", DapperProcessor::new, 123);

        private final String object;
        private final Function<NanoClock, VerdictProcessor> twin;
        private final long matchesInCapture;

        Workload(String object, Function<NanoClock, VerdictProcessor> twin, long matchesInCapture) {
            this.object = object;
            this.twin = twin;
            this.matchesInCapture = matchesInCapture;
        }
    }

    static Stream<Arguments> workloadsAndEngines() {
        return Stream.of(Workload.values())
                .flatMap(workload -> Stream.of(Engine.values()).map(engine -> Arguments.of(workload, engine)));
    }

    @BeforeAll
    static void readCapture() throws IOException {
        capture = Capture.frames();
    }

    private static BpfProgram load(Workload workload, NanoClock clock) throws IOException {
        byte[] object = Files.readAllBytes(OBJECTS.resolve(workload.object));
        LoadOutcome outcome = BpfProgram.load(object, LoadOptions.DEFAULT.with(clock, _ -> {}));
        assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
        return ((LoadOutcome.Loaded) outcome).program();
    }

    @ParameterizedTest
    @MethodSource("workloadsAndEngines")
    void shouldAgreeOnTheCaptureAndOnDamagedFrames(Workload workload, Engine engine) throws IOException {
        var clock = new StepClock();
        try (BpfProgram program = load(workload, clock);
                VerdictProcessor twin = workload.twin.apply(clock);
                var memory = new FrameMemory()) {
            BpfFunction function = program.newFunction(engine);
            var mutations = new Mutations(capture, SEED);
            int captured = capture.size();
            long matches = 0;
            for (int i = 0; i < captured + MUTATED_FRAMES; i++) {
                byte[] frame = i < captured ? capture.get(i) : mutations.next();
                long address = memory.put(frame);
                clock.nowNs += 1_000 + i % 7;
                long verdict = function.run(address, frame.length);
                if (verdict != twin.verdict(address, frame.length)) { // an assertion per frame would be slow
                    fail("%s, frame %d, seed %d: only the program says %d", workload, i, SEED, verdict);
                }
                matches += i < captured ? verdict : 0;
            }
            assertThat(matches).as("matches in the capture").isEqualTo(workload.matchesInCapture);
            if (twin instanceof DapperProcessor dapper) {
                shouldHaveTheSameRecords(program, dapper);
            }
        }
    }

    /** What the program keeps in its map, field by field, is what the twin keeps in its arrays. */
    private static void shouldHaveTheSameRecords(BpfProgram program, DapperProcessor dapper) {
        assertThat(program.maps().getFirst().size()).isEqualTo(dapper.connections().size());
        int[] compared = {0};
        program.maps().getFirst().forEach((keyBytes, valueBytes) -> {
            int entry = dapper.connections().find(key(keyBytes));
            assertThat(entry).isNotEqualTo(ConnectionTable.NONE);
            ByteBuffer value = ByteBuffer.wrap(valueBytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int side = entry * 2; side < entry * 2 + 2; side++) {
                for (int time = Sides.ACKNOWLEDGED_AT_NS; time <= Sides.REACTION_NS; time++) {
                    assertThat(value.getLong()).as("time %d", time).isEqualTo(dapper.sides().time(side, time));
                }
                for (int field = Sides.SEEN; field <= Sides.LOW_FLIGHTS; field++) {
                    assertThat(value.getInt()).as("field %d", field).isEqualTo(dapper.sides().field(side, field));
                }
                assertThat(value.getInt()).isZero();
            }
            compared[0]++;
        });
        assertThat(compared[0]).isEqualTo(dapper.connections().size()).isPositive();
    }

    private static ConnectionKey key(byte[] bytes) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        String lower = endpoint(key, 0, 8);
        String higher = endpoint(key, 4, 10);
        byte[] frame = FrameBuilder.tcp(lower, higher).build();
        var segment = new Segment();
        var connectionKey = new ConnectionKey();
        try (var memory = new FrameMemory()) {
            segment.parse(memory.put(frame), frame.length);
            connectionKey.of(segment);
        }
        return connectionKey;
    }

    private static String endpoint(ByteBuffer key, int addressOffset, int portOffset) {
        return (key.get(addressOffset) & 0xff) + "." + (key.get(addressOffset + 1) & 0xff) + "."
                + (key.get(addressOffset + 2) & 0xff) + "." + (key.get(addressOffset + 3) & 0xff) + ":"
                + (key.getShort(portOffset) & 0xffff);
    }

    @Test
    void shouldProtectTheConfiguredNetworkWhenTheMapSaysSo() throws IOException {
        try (BpfProgram program = load(Workload.FIREWALL, new StepClock());
                var memory = new FrameMemory();
                var indexes = new FrameMemory();
                var values = new FrameMemory()) {
            BpfFunction function = program.newFunction(Engine.INTERPRETER);
            byte[] syn = FrameBuilder.tcp("192.168.1.9:4000", "10.1.0.1:80").flags(2).build();
            assertThat(function.run(memory.put(syn), syn.length)).isZero();
            byte[] prefix = {(byte) 192, (byte) 168, 1, 0, (byte) 255, (byte) 255, (byte) 255, 0};
            long value = values.put(prefix);
            long index = indexes.put(new byte[8]);
            assertThat(program.maps().get(1).update(index, value, BpfMap.ANY, 0)).isZero();
            assertThat(function.run(memory.put(syn), syn.length)).isEqualTo(1);
        }
    }

    @Test
    void shouldNumberTheMapsAsDocumented() throws IOException {
        try (BpfProgram program = load(Workload.FIREWALL, new StepClock())) {
            assertThat(program.maps())
                    .extracting(map -> map.definition().name())
                    .containsExactly("connections", "config");
        }
    }
}
