package okko.external.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okko.external.api.BufferShape;
import okko.external.api.Metrics;
import okko.external.api.Metrics.Metric;
import okko.external.api.PacketBatch;
import okko.external.api.PacketFeed;
import okko.external.api.PacketFeed.Access;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.api.Settings;
import okko.external.api.Verdict;
import okko.ringshm.capture.Capture;

/**
 * A processor under test, without a switch. Confined to one thread.
 *
 * <pre>{@code
 * try (TestBench bench = TestBench.start(new RateLimiter(), BenchOptions.DEFAULT.with("rate", "100"))) {
 *     Outcome outcome = bench.process(Path.of("src/test/resources/pings.pcap"));
 *     assertEquals(5, outcome.countPassed(1));
 * }
 * }</pre>
 *
 * The processor's clock stands still but for {@link #advance}, and follows the times in a capture.
 */
public final class TestBench implements AutoCloseable {

    private static final String NAME = "test";
    private static final BufferShape SHAPE = new BufferShape(128, 9216);

    private final Processor processor;
    private final BenchOptions options;
    private final PacketFeed feed;
    private final PacketBatch batch;
    private final TestMemory memory;
    private final Metrics metrics = new Metrics();
    private long nowNs;

    private TestBench(Processor processor, BenchOptions options) {
        this.processor = processor;
        this.options = options;
        feed = new PacketFeed(Math.max(options.batchPackets(), options.emptyBuffers()), SHAPE, options.access());
        batch = feed.batch();
        memory = new TestMemory(SHAPE, options.batchPackets() + options.emptyBuffers());
    }

    /**
     * Starts a processor, as {@code okko proc run} does.
     *
     * @param processor to test; closed with the bench
     * @param options   how packets are shown, and settings
     * @return the bench, to be closed
     * @throws IOException              if the processor does not start
     * @throws IllegalArgumentException if a setting makes no sense to it
     */
    public static TestBench start(Processor processor, BenchOptions options) throws IOException {
        TestBench bench = new TestBench(processor, options);
        try {
            Settings settings = new Settings(options.settings());
            processor.start(new ProcessorContext(NAME, settings, bench.metrics, () -> bench.nowNs));
            settings.requireAllKnown();
            return bench;
        } catch (IOException | RuntimeException e) {
            bench.close();
            throw e;
        }
    }

    /**
     * Starts a processor that needs no settings.
     *
     * @param processor to test; closed with the bench
     * @return the bench, to be closed
     * @throws IOException if the processor does not start
     */
    public static TestBench start(Processor processor) throws IOException {
        return start(processor, BenchOptions.DEFAULT);
    }

    /**
     * Shows frames to the processor.
     *
     * @param frames from the Ethernet header on
     * @return what it made of them
     */
    public Outcome process(byte[]... frames) {
        return process(Arrays.asList(frames));
    }

    /**
     * Shows frames to the processor, at the time that the clock shows.
     *
     * @param frames from the Ethernet header on
     * @return what it made of them
     */
    public Outcome process(List<byte[]> frames) {
        Collector collector = new Collector();
        for (int first = 0; first < frames.size(); first += options.batchPackets()) {
            show(frames.subList(first, Math.min(first + options.batchPackets(), frames.size())), collector);
        }
        return collector.outcome();
    }

    /**
     * Shows a capture to the processor, in batches; the clock goes on by the packets' times.
     *
     * @param capture a classic pcap or a pcapng file
     * @return what it made of the packets
     * @throws IOException if the file cannot be read
     */
    public Outcome process(Path capture) throws IOException {
        Capture packets = Capture.read(capture);
        Collector collector = new Collector();
        for (int first = 0; first < packets.size(); first += options.batchPackets()) {
            int end = Math.min(first + options.batchPackets(), packets.size());
            List<byte[]> frames = new ArrayList<>();
            for (int i = first; i < end; i++) {
                frames.add(packets.frame(i));
            }
            if (first > 0) {
                nowNs += Math.max(0, packets.timestampNs(first) - packets.timestampNs(first - options.batchPackets()));
            }
            show(frames, collector);
        }
        return collector.outcome();
    }

    /**
     * Lets the processor do what is due without packets.
     *
     * @return the packets that it originated
     */
    public List<Answer> idle() {
        Collector collector = new Collector();
        show(List.of(), collector);
        return collector.outcome().originated();
    }

    /**
     * Lets time pass.
     *
     * @param time that the processor's clock goes on by
     */
    public void advance(Duration time) {
        nowNs += time.toNanos();
    }

    /**
     * Reads a metric of the processor.
     *
     * @param name that it is registered by
     * @return its value
     * @throws IllegalArgumentException if there is none of that name
     */
    public long metric(String name) {
        return metrics.all().stream().filter(metric -> metric.name().equals(name)).findAny().map(Metric::value)
                .orElseThrow(() -> new IllegalArgumentException("no metric is named " + name + "; there are "
                        + metrics.all().stream().map(Metric::name).toList()));
    }

    private void show(List<byte[]> frames, Collector collector) {
        feed.clear();
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            memory.put(i, frame);
            feed.add(memory.buffer(i), SHAPE.headroomBytes(), frame.length, options.inPort(), options.metadata());
        }
        for (int i = 0; i < options.emptyBuffers(); i++) {
            feed.addEmpty(memory.buffer(frames.size() + i));
        }
        if (frames.isEmpty()) {
            processor.idle(batch);
        } else {
            processor.process(batch);
        }
        memory.checkFences();
        for (int i = 0; i < frames.size() + feed.originated(); i++) {
            Answer answer = answer(i);
            if (i < frames.size()) {
                requireUnwritten(i, frames.get(i), answer);
                collector.answers.add(answer);
            } else if (answer.verdict() != Verdict.DROP) {
                collector.originated.add(answer);
            }
        }
    }

    private Answer answer(int index) {
        Verdict verdict = batch.verdict(index);
        return new Answer(
                verdict,
                verdict == Verdict.PASS ? batch.result(index) : 0,
                verdict == Verdict.OUTPUT ? feed.port(index) : 0,
                memory.frame(index, feed.offsetBytes(index), batch.lengthBytes(index)));
    }

    private void requireUnwritten(int index, byte[] before, Answer answer) {
        int at = options.access() == Access.READ_ONLY ? Arrays.mismatch(before, answer.bytes()) : -1;
        if (at >= 0) {
            throw new AssertionError("the processor wrote to byte " + at + " of packet " + index + " of a batch that"
                    + " may only be read: in an attachment of trust 'monitor' that ends its process");
        }
    }

    /** Answers as they come. */
    private static final class Collector {

        private final List<Answer> answers = new ArrayList<>();
        private final List<Answer> originated = new ArrayList<>();

        Outcome outcome() {
            return new Outcome(answers, originated);
        }
    }

    /** Closes the processor. */
    @Override
    public void close() {
        processor.close();
        memory.close();
    }
}
