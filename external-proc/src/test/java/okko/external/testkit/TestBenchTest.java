package okko.external.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okko.external.api.Metrics.Counter;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.api.Verdict;
import okko.external.sample.P0fProcessor;
import okko.ringshm.wire.NetworkOrder;
import org.junit.jupiter.api.Test;

class TestBenchTest {

    private static final Path CAPTURE = Path.of("../evaluation/src/main/traffic/tcp-mix.pcap");

    private static byte[] frame(int... bytes) {
        byte[] frame = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            frame[i] = (byte) bytes[i];
        }
        return frame;
    }

    /** Sends frames that begin with 1 out by port 9, drops those with 2, announces each second. */
    private static final class Sorter implements Processor {

        private final List<Integer> batches = new ArrayList<>();
        private Counter dropped;
        private ProcessorContext context;
        private long nextNs;

        @Override
        public void start(ProcessorContext itsContext) {
            context = itsContext;
            dropped = context.metrics().counter("dropped", "Frames dropped.");
            nextNs = context.nanoTime() + Duration.ofSeconds(context.settings().number("period", 1, 1, 60)).toNanos();
        }

        @Override
        public void process(PacketBatch batch) {
            batches.add(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                switch (batch.u8(i, 0)) {
                    case 1 -> batch.output(i, 9);
                    case 2 -> {
                        batch.drop(i);
                        dropped.increment();
                    }
                    default -> {
                        batch.pass(i, batch.inPort(i) + batch.metadata(i));
                        batch.put8(i, 0, 0xff);
                    }
                }
            }
        }

        @Override
        public void idle(PacketBatch batch) {
            if (context.nanoTime() >= nextNs) {
                nextNs += Duration.ofSeconds(1).toNanos();
                batch.put8(batch.originate(2), 1, 5);
            }
        }
    }

    @Test
    void shouldTellWhatBecameOfEachFrame() throws IOException {
        try (var bench = TestBench.start(new Sorter(), BenchOptions.DEFAULT.from(4, 100))) {
            Outcome outcome = bench.process(frame(1), frame(2, 2), frame(3, 3));
            assertThat(outcome.verdicts()).containsExactly("output 9", "drop", "pass 104");
            assertThat(outcome.answers().getLast().bytes()).containsExactly(0xff, 3);
            assertThat(outcome.count(Verdict.DROP)).isEqualTo(1);
            assertThat(bench.metric("dropped")).isEqualTo(1);
            assertThatThrownBy(() -> bench.metric("drops")).hasMessage("no metric is named drops; there are [dropped]");
        }
    }

    @Test
    void shouldSplitFramesIntoBatchesAsAsked() throws IOException {
        var sorter = new Sorter();
        try (var bench = TestBench.start(sorter, BenchOptions.DEFAULT.withBatches(2))) {
            bench.process(frame(1), frame(1), frame(1), frame(1), frame(1));
        }
        assertThat(sorter.batches).containsExactly(2, 2, 1);
    }

    @Test
    void shouldLetTimePassOnlyWhenTold() throws IOException {
        try (var bench = TestBench.start(new Sorter(), BenchOptions.DEFAULT.with("period", "2"))) {
            assertThat(bench.idle()).isEmpty();
            bench.advance(Duration.ofSeconds(2));
            List<Answer> originated = bench.idle();
            assertThat(originated).hasSize(1);
            assertThat(originated.getFirst().bytes()).containsExactly(0, 5);
            assertThat(bench.idle()).isEmpty();
        }
    }

    @Test
    void shouldReadCaptures() throws IOException {
        try (var bench = TestBench.start(new P0fProcessor())) {
            Outcome outcome = bench.process(CAPTURE);
            assertThat(outcome.answers()).hasSize(3_367);
            assertThat(outcome.countPassed(1)).isEqualTo(43);
        }
    }

    @Test
    void shouldFollowTheTimesInACapture() throws IOException {
        List<Long> times = new ArrayList<>();
        var timed = new Processor() {
            private ProcessorContext context;

            @Override
            public void start(ProcessorContext itsContext) {
                context = itsContext;
            }

            @Override
            public void process(PacketBatch batch) {
                times.add(context.nanoTime());
            }
        };
        try (var bench = TestBench.start(timed, BenchOptions.DEFAULT.withBatches(1))) {
            bench.process(CAPTURE);
        }
        assertThat(times).isSorted().hasSize(3_367).startsWith(0L);
        assertThat(times.getLast()).isPositive();
    }

    @Test
    void shouldRefuseSettingsThatTheProcessorDoesNotKnow() {
        assertThatThrownBy(() -> TestBench.start(new Sorter(), BenchOptions.DEFAULT.with("perod", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--set perod: no such setting; this processor has period");
    }

    @Test
    void shouldCatchAWriteBesideTheBuffer() throws IOException {
        Processor stray = batch -> NetworkOrder.put8(batch.address(0) - batch.headroomBytes(0) - 3, 1);
        try (var bench = TestBench.start(stray)) {
            assertThatThrownBy(() -> bench.process(frame(1))).isInstanceOf(AssertionError.class)
                    .hasMessage("the processor wrote outside of a buffer, 3 bytes before buffer 0");
        }
    }

    @Test
    void shouldCatchAWriteIntoAPacketThatMayOnlyBeRead() throws IOException {
        Processor writer = batch -> NetworkOrder.put8(batch.address(0) + 1, 7);
        try (var bench = TestBench.start(writer, BenchOptions.DEFAULT.readOnly())) {
            assertThatThrownBy(() -> bench.process(frame(1, 2))).isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("the processor wrote to byte 1 of packet 0");
        }
        try (var bench = TestBench.start(new Sorter(), BenchOptions.DEFAULT.readOnly())) {
            assertThatThrownBy(() -> bench.process(frame(3))).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
