package okko.eval.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.bpf.asm.Assembler;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
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

/** One verification of a program, by program. Microseconds; {@code -prof gc} adds what it allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
public class VerifierBenchmark {

    private static final String BRANCHES = "branches-";

    /** An object file of this module, or how many branches there are that do not depend on each other. */
    @Param({"p0f.o", "dapper.o", "firewall.o", "bench/options.o", BRANCHES + 12, BRANCHES + 24, BRANCHES + 48})
    public String program;

    private ProgramImage image;

    /** For JMH. */
    public VerifierBenchmark() {}

    /**
     * Loads or makes the program.
     *
     * @throws IOException if it cannot be read
     */
    @Setup
    public void load() throws IOException {
        image = program.startsWith(BRANCHES)
                ? branches(Integer.parseInt(program.substring(BRANCHES.length())))
                : object(program);
    }

    private static ProgramImage object(String name) throws IOException {
        try (InputStream stream = VerifierBenchmark.class.getResourceAsStream("/okko/eval/bpf/" + name)) {
            return ElfLoader.load(stream.readAllBytes(), null, null);
        } catch (ElfException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    private static ProgramImage branches(int count) {
        StringBuilder text = new StringBuilder("r0 = 0\n");
        for (int i = 0; i < count; i++) {
            text.append("if r2 > ").append(3 + 7 * i).append(" goto +1\nr0 += ").append(1 << i % 30).append('\n');
        }
        return new ProgramImage(
                BRANCHES + count, Abi.OKO, Assembler.assemble(text + "exit"), List.of(), SourceLines.NONE);
    }

    /**
     * Verifies the program.
     *
     * @return accepted
     */
    @Benchmark
    public Verdict verify() {
        return Verifier.verify(image);
    }
}
