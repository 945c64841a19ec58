package okko.eval.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okko.bpf.engine.BpfFunction;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.eval.workload.BundledWorkload;
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

/** One run of a program on a recorded packet: the price of the code itself, by engine. Nanoseconds per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
    "-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class ProgramBenchmark {

    /** Which program. */
    @Param({"NONE", "P0F", "FIREWALL", "DAPPER"})
    public BundledWorkload workload;

    /** What executes it. */
    @Param({"JIT", "INTERPRETER"})
    public Engine engine;

    private NativeFrames frames;
    private BpfProgram program;
    private BpfFunction function;

    /** For JMH. */
    public ProgramBenchmark() {}

    /**
     * Loads frames and program.
     *
     * @throws IOException if one of them cannot be read
     */
    @Setup
    public void load() throws IOException {
        frames = NativeFrames.load();
        program = Programs.load(workload);
        function = program.newFunction(engine);
    }

    /** Frees frames and program. */
    @TearDown
    public void free() {
        program.close();
        frames.close();
    }

    /**
     * Runs the program on the next frame.
     *
     * @return r0
     */
    @Benchmark
    public long run() {
        frames.advance();
        return function.run(frames.address(), frames.lengthBytes());
    }
}
