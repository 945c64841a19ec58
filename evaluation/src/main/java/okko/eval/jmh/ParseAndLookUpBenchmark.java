package okko.eval.jmh;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/** What every packet pays before any rule is asked: its key, and the exact-match cache. Nanoseconds per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class ParseAndLookUpBenchmark {

    private static final int IN_PORT = 1;
    private static final long GENERATION = 1;

    private final Packet packet = new Packet();
    private final ExactMatchCache<Object> cache = new ExactMatchCache<>(1);
    private final MegaflowCache<Object> flows = new MegaflowCache<>(1, 1 << 16);
    private final long[] everyBit = new long[FlowKey.WORDS];
    private NativeFrames frames;

    /** For JMH. */
    public ParseAndLookUpBenchmark() {}

    /**
     * Loads the recording and puts each of its keys into the cache.
     *
     * @throws IOException if the recording cannot be read
     */
    @Setup
    public void fillCache() throws IOException {
        frames = NativeFrames.load();
        Arrays.fill(everyBit, -1L);
        for (int i = 0; i < frames.count(); i++) {
            parse();
            if (cache.find(packet.key) == null) {
                cache.put(packet.key, flows.add(packet.key, everyBit, this, GENERATION, 0), GENERATION);
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
     * Parses the next frame and looks its key up.
     *
     * @return what the cache holds
     */
    @Benchmark
    public Object parseAndLookUp() {
        parse();
        return cache.find(packet.key);
    }
}
