package okko.eval.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
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

/** A look-up of a 16-byte key that is present, in a hash map for 100,000 entries. Nanoseconds per look-up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HashMapBenchmark {

    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 8;
    private static final int MAX_ENTRIES = 100_000;

    /** A step without a factor in common with any number of entries visits all, in an order no prefetcher guesses. */
    private static final int STEP = 40_503;

    /** A constant of the benchmark's class, as maps are constants of a compiled program's. */
    private static final BpfMap CONSTANT =
            Maps.create(new MapDefinition("flows", MapType.HASH, KEY_BYTES, VALUE_BYTES, MAX_ENTRIES), 1);

    /** Entries in the map. */
    @Param({"256", "100000"})
    public int entries;

    private Arena arena;
    private BpfMap variable;
    private long firstKey;
    private int step;
    private int next;

    /** For JMH. */
    public HashMapBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        arena = Arena.ofShared();
        variable = CONSTANT;
        step = STEP % entries;
        var random = new Random(1);
        MemorySegment keys = arena.allocate((long) entries * KEY_BYTES, Long.BYTES);
        MemorySegment value = arena.allocate(VALUE_BYTES, Long.BYTES);
        firstKey = keys.address();
        for (int i = 0; i < entries; i++) {
            keys.setAtIndex(ValueLayout.JAVA_LONG, 2L * i, random.nextLong());
            keys.setAtIndex(ValueLayout.JAVA_LONG, 2L * i + 1, random.nextLong());
            long result = CONSTANT.update(firstKey + (long) i * KEY_BYTES, value.address(), BpfMap.ONLY_ADD, 0);
            if (result != BpfMap.OK) {
                throw new IllegalStateException("the map does not take " + entries + " entries: error=" + result);
            }
        }
    }

    /** Frees the keys; the map goes with the process. */
    @TearDown
    public void free() {
        arena.close();
    }

    /**
     * Looks the next key up in a map that the JIT knows.
     *
     * @return address of its value
     */
    @Benchmark
    public long lookUpInConstant() {
        return CONSTANT.lookup(nextKey(), 0);
    }

    /**
     * Looks the next key up in a map that the JIT does not know: what the interpreter pays.
     *
     * @return address of its value
     */
    @Benchmark
    public long lookUpInVariable() {
        return variable.lookup(nextKey(), 0);
    }

    private long nextKey() {
        next += step;
        if (next >= entries) {
            next -= entries;
        }
        return firstKey + (long) next * KEY_BYTES;
    }
}
