package okko.bpf.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import okko.bpf.compile.CompileOptions;
import okko.bpf.image.Abi;
import okko.bpf.image.Role;
import okko.bpf.verify.VerifyOptions.Alignment;
import okko.bpf.verify.VerifyOptions;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How to load a program.
 *
 * @param program name of the function to enter, or {@code null} for the first one of the object
 * @param abi     that the program is written for, or {@code null} for that which its section tells
 * @param role    that it is loaded for, or {@code null} for the usual one of its ABI
 * @param alignment that accesses to memory are held to
 * @param threads how many threads will run it, 1 or more: so many copies of values have per-thread maps
 * @param clock   what helpers read the time from
 * @param log     where programs write their lines
 * @param compile how to compile it
 * @param warmUp  how long a compiled program runs on packets of our own making before its first function is handed out;
 *                zero for none
 * @param mapFiles maps that are files, for other processes to map too; {@code null} for maps of the program's own
 */
public record LoadOptions(
        String program, Abi abi, Role role, Alignment alignment, int threads, NanoClock clock, Consumer<String> log,
        CompileOptions compile, Duration warmUp, MapFiles mapFiles) {

    /** Which maps are files. */
    public enum Sharing {
        /** Those that the object defines as maps: programs of several objects may have them in common. */
        MAPS,
        /** Global data as well, but for constants: for a program that goes from process to process. */
        MAPS_AND_GLOBAL_DATA
    }

    /**
     * Maps that are files.
     *
     * @param directory where each is under its name; on tmpfs, such as one below {@code /dev/shm}; it must exist
     * @param sharing   which maps these are
     */
    public record MapFiles(Path directory, Sharing sharing) {}

    /** Long enough for the JIT to compile a program of a few hundred instructions for good. */
    public static final Duration USUAL_WARM_UP = Duration.ofMillis(150);

    /** First function of the object, ABI by its section, one thread, monotonic clock, no log, no warm-up. */
    public static final LoadOptions DEFAULT =
            new LoadOptions(null, null, null, Alignment.ANY, 1, SystemNanoClock.INSTANCE, _ -> {},
                CompileOptions.DEFAULT, Duration.ZERO, null);

    /**
     * The same with another program.
     *
     * @param name of the function to enter, or {@code null} for the first one of the object
     * @return new options
     */
    public LoadOptions withProgram(String name) {
        return new LoadOptions(name, abi, role, alignment, threads, clock, log, compile, warmUp, mapFiles);
    }

    /**
     * The same with another ABI.
     *
     * @param other that the program is written for, or {@code null} for that which its section tells
     * @return new options
     */
    public LoadOptions withAbi(Abi other) {
        return new LoadOptions(program, other, role, alignment, threads, clock, log, compile, warmUp, mapFiles);
    }

    /**
     * The same for another role.
     *
     * @param other that the program is loaded for, or {@code null} for the usual one of its ABI
     * @return new options
     */
    public LoadOptions withRole(Role other) {
        return new LoadOptions(program, abi, other, alignment, threads, clock, log, compile, warmUp, mapFiles);
    }

    /**
     * The same with another demand on alignment.
     *
     * @param other what accesses to memory are held to
     * @return new options
     */
    public LoadOptions with(Alignment other) {
        return new LoadOptions(program, abi, role, other, threads, clock, log, compile, warmUp, mapFiles);
    }

    /** {@return what the verifier holds the program to: runs may be as long as the engines let them} */
    public VerifyOptions verify() {
        return new VerifyOptions(alignment, compile.instructionBudget());
    }

    /**
     * The same for a number of threads.
     *
     * @param count 1 or more
     * @return new options
     */
    public LoadOptions withThreads(int count) {
        return new LoadOptions(program, abi, role, alignment, count, clock, log, compile, warmUp, mapFiles);
    }

    /**
     * The same with another clock and log.
     *
     * @param otherClock what helpers read the time from
     * @param otherLog   where programs write their lines
     * @return new options
     */
    public LoadOptions with(NanoClock otherClock, Consumer<String> otherLog) {
        return new LoadOptions(program, abi, role, alignment, threads, otherClock, otherLog, compile, warmUp, mapFiles);
    }

    /**
     * The same, compiled otherwise.
     *
     * @param options how to compile it
     * @return new options
     */
    public LoadOptions with(CompileOptions options) {
        return new LoadOptions(program, abi, role, alignment, threads, clock, log, options, warmUp, mapFiles);
    }

    /**
     * The same with a warm-up.
     *
     * @param duration of the warm-up; zero for none
     * @return new options
     */
    public LoadOptions withWarmUp(Duration duration) {
        return new LoadOptions(program, abi, role, alignment, threads, clock, log, compile, duration, mapFiles);
    }

    /**
     * The same with maps that other processes have too.
     *
     * @param other which maps are files and where, or {@code null} for none
     * @return new options
     */
    public LoadOptions withMapFiles(MapFiles other) {
        return new LoadOptions(program, abi, role, alignment, threads, clock, log, compile, warmUp, other);
    }
}
