package okko.eval.speed;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What {@code okko bpf bench --json} prints.
 *
 * @param program        name of the function
 * @param abi            that it is written for
 * @param engine         that ran it
 * @param checked        whether compiled code checked each access
 * @param instructions   of the program
 * @param packets        in rotation
 * @param rounds         that were measured
 * @param nsPerRunMin    nanoseconds per run in the best round
 * @param nsPerRunMedian nanoseconds per run in the median round
 * @param runs           in all rounds together
 * @param checksum       fold of r0 over one pass from fresh maps, hexadecimal
 * @param timeToPeakMs   from the beginning of loading until a run took at most a tenth longer than at best
 * @param firstLoadMs    first load of this process: link, verify, make maps
 * @param firstCompileMs first function of this process
 * @param load           the same in a process that has done it before
 * @param twin           the same program in C, or {@code null}
 */
public record BenchReport(
        String program, String abi, String engine, boolean checked, int instructions, int packets, int rounds,
        double nsPerRunMin, double nsPerRunMedian, long runs, String checksum, double timeToPeakMs,
        double firstLoadMs, double firstCompileMs, LoadTimes load,
        @JsonInclude(JsonInclude.Include.NON_NULL) Twin twin) {

    /**
     * The program's C source, compiled to machine code, measured in turn with the program.
     *
     * @param compiler       and its options
     * @param nsPerRunMin    nanoseconds per run in the best round
     * @param nsPerRunMedian nanoseconds per run in the median round
     * @param checksum       fold of the results over one pass, hexadecimal
     * @param ratio          best round of the program over best round of this
     */
    public record Twin(
            String compiler, double nsPerRunMin, double nsPerRunMedian, String checksum, double ratio) {}

    /** {@return whether the twin gave equal results; true if there is none} */
    public boolean agrees() {
        return twin == null || twin.checksum().equals(checksum);
    }
}
