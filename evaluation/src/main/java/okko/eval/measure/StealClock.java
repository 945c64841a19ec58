package okko.eval.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Time that a hypervisor gave to others while processors of this machine had work, as {@code /proc/stat} counts it
 * (proc(5)), all processors together; its unit is 10 ms.
 */
public final class StealClock {

    private static final Path STAT = Path.of("/proc/stat");
    private static final long MS_PER_TICK = 10;

    /** Behind the word "cpu": user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int STEAL_FIELD = 8;

    private StealClock() {}

    /** {@return stolen time since the machine's start, in ms; empty where the kernel does not tell} */
    public static Optional<Long> stolenMs() {
        try {
            return parse(Files.readString(STAT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Long> parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").trim().split(" +");
        return fields[0].equals("cpu") && fields.length > STEAL_FIELD
                ? Optional.of(Long.parseLong(fields[STEAL_FIELD]) * MS_PER_TICK) : Optional.empty();
    }
}
