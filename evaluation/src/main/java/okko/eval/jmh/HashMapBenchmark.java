package okko.eval.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.map.Maps;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A look-up in a full hash map, keys of 16 bytes, all of them present. Nanoseconds per look-up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HashMapBenchmark {

    private static final int KEY_BYTES = 16;

    /** Has no divisor in common with the number of entries: visits all keys in an order that no prefetcher guesses. */
    private static final int STEP = 40_503;

    /** Entries in the map. */
    @Param({"256", "100000"})
    public int entries;

    private Arena arena;
    private BpfMap map;
    private long firstKey;
    private int next;

    /** For JMH. */
    public HashMapBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        arena = Arena.ofShared();
        map = Maps.create(new MapDefinition("connections", MapType.HASH, KEY_BYTES, Long.BYTES, entries), 1);
        MemorySegment keys = arena.allocate((long) entries * KEY_BYTES, Long.BYTES);
        MemorySegment value = arena.allocate(Long.BYTES, Long.BYTES);
        firstKey = keys.address();
        for (int i = 0; i < entries; i++) {
            keys.set(ValueLayout.JAVA_INT_UNALIGNED, (long) i * KEY_BYTES, i * STEP);
            long result = map.update(firstKey + (long) i * KEY_BYTES, value.address(), BpfMap.ANY, 0);
            if (result != BpfMap.OK) {
                throw new IllegalStateException("the map does not take " + entries + " entries: error=" + result);
            }
        }
    }

    /** Frees everything. */
    @TearDown
    public void free() {
        map.close();
        arena.close();
    }

    /**
     * Looks the next key up.
     *
     * @return address of its value
     */
    @Benchmark
    public long lookUp() {
        next = (next + STEP) % entries;
        return map.lookup(firstKey + (long) next * KEY_BYTES, 0);
    }
}
