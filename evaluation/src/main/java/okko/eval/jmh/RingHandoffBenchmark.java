package okko.eval.jmh;

import java.util.concurrent.TimeUnit;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Hands descriptors over and takes them again, on one thread: the floor of a crossing, without contention, without
 * another core. Nanoseconds per batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class RingHandoffBenchmark {

    private static final int CAPACITY = 1024;
    private static final int CACHE_LINE_PAIR_BYTES = 128;

    /** Descriptors per hand-over. */
    @Param({"1", "32"})
    public int batchSize;

    private RingProducer producer;
    private RingConsumer consumer;

    /** For JMH. */
    public RingHandoffBenchmark() {}

    /** Makes an empty ring in the memory of this process. */
    @Setup
    public void createRing() {
        UnsafeBuffer memory = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), CACHE_LINE_PAIR_BYTES));
        producer = new RingProducer(memory, 0, CAPACITY);
        consumer = new RingConsumer(memory, 0, CAPACITY);
    }

    /**
     * Offers a batch, then takes it.
     *
     * @return what was read, so that it is read
     */
    @Benchmark
    public long offerThenTake() {
        int room = producer.room(batchSize);
        for (int i = 0; i < room; i++) {
            producer.put(i, i);
        }
        producer.publish();
        int ready = consumer.ready(batchSize);
        long sum = 0;
        for (int i = 0; i < ready; i++) {
            sum += consumer.word0(i) + consumer.word1(i);
        }
        consumer.release(ready);
        return sum;
    }
}
