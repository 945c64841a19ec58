package okko.eval.speed;

import java.util.Arrays;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.image.ProgramImage;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Verifier;

/**
 * How long it takes to make a program of an object file, in a process that has done it before: medians.
 *
 * @param linkUs    object file to instructions, microseconds
 * @param verifyUs  of the verifier, microseconds
 * @param compileUs to JVM bytecode and a class that can be run, microseconds; 0 for the interpreter
 */
public record LoadTimes(double linkUs, double verifyUs, double compileUs) {

    private static final int REPETITIONS = 101;

    /**
     * Measures.
     *
     * @param object  contents of a file that can be loaded
     * @param options how
     * @param engine  to compile for
     * @return the times
     */
    public static LoadTimes measure(byte[] object, LoadOptions options, Engine engine) {
        var link = new double[REPETITIONS];
        var verify = new double[REPETITIONS];
        var compile = new double[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            ProgramImage image = link(object, options);
            long linked = System.nanoTime();
            Verifier.verify(image);
            long verified = System.nanoTime();
            link[i] = us(linked - start);
            verify[i] = us(verified - linked);
            compile[i] = engine == Engine.JIT ? us(compileNs(image, options)) : 0;
        }
        return new LoadTimes(median(link), median(verify), median(compile));
    }

    private static ProgramImage link(byte[] object, LoadOptions options) {
        try {
            return ElfLoader.load(object, options.program(), options.abi());
        } catch (ElfException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static long compileNs(ProgramImage image, LoadOptions options) {
        if (!(BpfProgram.load(image, options) instanceof LoadOutcome.Loaded(var program))) {
            throw new IllegalArgumentException(image.name() + " cannot be loaded");
        }
        try (program) {
            long start = System.nanoTime();
            program.newFunction(Engine.JIT).close();
            return System.nanoTime() - start;
        }
    }

    private static double us(long ns) {
        return ns / 1e3;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
