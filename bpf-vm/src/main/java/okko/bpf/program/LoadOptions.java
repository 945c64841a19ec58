package okko.bpf.program;

import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How to load a program.
 *
 * @param program name of the function to enter, or {@code null} for the first one of the object
 * @param clock   what helper 5 reads
 * @param log     where helper 7 writes its lines
 */
public record LoadOptions(String program, NanoClock clock, Consumer<String> log) {

    /** First function of the object, the machine's monotonic clock, no log. */
    public static final LoadOptions DEFAULT = new LoadOptions(null, SystemNanoClock.INSTANCE, _ -> {});
}
