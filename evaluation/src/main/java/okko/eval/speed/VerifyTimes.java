package okko.eval.speed;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import okko.bpf.verify.VerifyOptions;

/**
 * What verifying a program again and again takes, in one process: medians of the later half, when the JVM has compiled
 * most of the verifier. It is the thread's processor time, so that other processes count for little.
 *
 * @param verifications      how many there were
 * @param medianMs           of the later half, milliseconds
 * @param usPerInstruction   the same by instruction of the program, microseconds
 * @param allocatedKilobytes by one verification, units of 1,024 bytes
 */
public record VerifyTimes(int verifications, double medianMs, double usPerInstruction, double allocatedKilobytes) {

    /**
     * Measures.
     *
     * @param image       the program
     * @param options     that it is held to
     * @param repetitions how often to verify it, at least 1
     * @return the times, the same whether it is accepted or not
     */
    public static VerifyTimes measure(ProgramImage image, VerifyOptions options, int repetitions) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ns = new long[repetitions];
        int counted = (repetitions + 1) / 2;
        long allocatedBefore = 0;
        for (int i = 0; i < repetitions; i++) {
            if (i == repetitions - counted) {
                allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            }
            long start = threads.getCurrentThreadCpuTime();
            Verdict _ = Verifier.verify(image, options);
            ns[i] = threads.getCurrentThreadCpuTime() - start;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        long[] late = Arrays.copyOfRange(ns, repetitions - counted, repetitions);
        Arrays.sort(late);
        double medianUs = late[counted / 2] / 1e3;
        return new VerifyTimes(
                repetitions, medianUs / 1e3, medianUs / instructions(image.code()), allocated / 1024.0 / counted);
    }

    private static int instructions(Code code) {
        int count = 0;
        for (int pc = 0; pc < code.slots(); pc++) {
            count += code.at(pc) == null ? 0 : 1;
        }
        return count;
    }

    /** {@return the times as one line} */
    public String text() {
        return String.format(Locale.ROOT,
                "verified %,d times: median of the later half %.3f ms of processor time, %.2f µs per instruction,"
                        + " %,.0f KB allocated per verification",
                verifications, medianMs, usPerInstruction, allocatedKilobytes);
    }
}
