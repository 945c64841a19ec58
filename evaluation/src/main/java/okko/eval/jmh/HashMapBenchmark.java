package okko.eval.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import okko.bpf.map.BpfMap;
import okko.bpf.program.BpfProgram;
import okko.eval.workload.Workload;
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

/** A look-up in the firewall's connection table, keys of 12 bytes, all of them present. Nanoseconds per look-up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HashMapBenchmark {

    /** An odd step visits all keys in an order that no prefetcher guesses; their number is a power of two. */
    private static final int STEP = 40_503;

    /** Connections in the table. */
    @Param({"256", "32768"})
    public int entries;

    private Arena arena;
    private BpfProgram program;
    private BpfMap map;
    private long firstKey;
    private int keyBytes;
    private int next;

    /** For JMH. */
    public HashMapBenchmark() {}

    /**
     * Fills the table.
     *
     * @throws IOException if the program cannot be read
     */
    @Setup
    public void fill() throws IOException {
        arena = Arena.ofShared();
        program = Programs.load(Workload.FIREWALL);
        map = program.maps().getFirst();
        keyBytes = map.definition().keyBytes();
        MemorySegment keys = arena.allocate((long) entries * keyBytes, Long.BYTES);
        MemorySegment value = arena.allocate(map.definition().valueBytes(), Long.BYTES);
        firstKey = keys.address();
        for (int i = 0; i < entries; i++) {
            keys.set(ValueLayout.JAVA_INT_UNALIGNED, (long) i * keyBytes, i * STEP);
            long result = map.update(firstKey + (long) i * keyBytes, value.address());
            if (result != BpfMap.OK) {
                throw new IllegalStateException("the table does not take " + entries + " entries: error=" + result);
            }
        }
    }

    /** Frees everything. */
    @TearDown
    public void free() {
        program.close();
        arena.close();
    }

    /**
     * Looks the next key up.
     *
     * @return address of its value
     */
    @Benchmark
    public long lookUp() {
        next = next + STEP & entries - 1;
        return map.lookup(firstKey + (long) next * keyBytes);
    }
}
