package okko.eval.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okko.switchd.cache.CachedFlow;
import okko.switchd.cache.ExactMatchCache;
import okko.switchd.cache.MegaflowCache;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What every packet pays before any rule is asked: its key, and what the caches know of it. Nanoseconds per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class ParseAndLookUpBenchmark {

    private static final int IN_PORT = 1;

    private final Packet packet = new Packet();
    private final long[] mask = new long[FlowKey.WORDS];
    private final MegaflowCache<Object> megaflows = new MegaflowCache<>(1, 100_000);
    private final ExactMatchCache<Object> exactMatches = new ExactMatchCache<>(1);
    private NativeFrames frames;

    /** For JMH. */
    public ParseAndLookUpBenchmark() {}

    /**
     * Loads the recording and puts a flow for each pair of addresses and ports into the caches.
     *
     * @throws IOException if the recording cannot be read
     */
    @Setup
    public void fillCaches() throws IOException {
        mask[FlowKey.ADDRESSES] = -1;
        mask[FlowKey.TRANSPORT] = -1;
        frames = NativeFrames.load();
        for (int i = 0; i < frames.count(); i++) {
            parse();
            CachedFlow<Object> flow = megaflows.find(packet.key);
            if (flow == null) {
                flow = megaflows.add(packet.key, mask, this, 1, 0);
            }
            if (exactMatches.find(packet.key) == null) {
                exactMatches.put(packet.key, flow, 1);
            }
        }
    }

    /** Frees the frames. */
    @TearDown
    public void free() {
        frames.close();
    }

    /**
     * Parses the next frame.
     *
     * @return the key
     */
    @Benchmark
    public long[] parse() {
        frames.advance();
        packet.address = frames.address();
        packet.lengthBytes = frames.lengthBytes();
        packet.inPort = IN_PORT;
        FlowKeyParser.parse(packet);
        return packet.key;
    }

    /**
     * Parses the next frame and looks its key up in the exact-match cache.
     *
     * @return its flow, if the cache has kept it
     */
    @Benchmark
    public Object parseAndFindExactMatch() {
        parse();
        return exactMatches.find(packet.key);
    }

    /**
     * Parses the next frame and looks for its flow under the one mask that there is.
     *
     * @return its flow
     */
    @Benchmark
    public Object parseAndFindMegaflow() {
        parse();
        return megaflows.find(packet.key);
    }
}
