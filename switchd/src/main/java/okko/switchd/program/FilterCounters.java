package okko.switchd.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the filters of one program did. One datapath thread writes, anyone reads. */
final class FilterCounters {

    private static final VarHandle RUNS;
    private static final VarHandle MATCHES;
    private static final VarHandle FAULTS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            RUNS = lookup.findVarHandle(FilterCounters.class, "runs", long.class);
            MATCHES = lookup.findVarHandle(FilterCounters.class, "matches", long.class);
            FAULTS = lookup.findVarHandle(FilterCounters.class, "faults", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long runs;
    private long matches;
    private long faults;

    void ran(int matched) {
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        RUNS.setOpaque(this, runs + 1);
        MATCHES.setOpaque(this, matches + matched);
    }

    void faulted() {
        RUNS.setOpaque(this, runs + 1);
        FAULTS.setOpaque(this, faults + 1);
    }

    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    long matches() {
        return (long) MATCHES.getOpaque(this);
    }

    long faults() {
        return (long) FAULTS.getOpaque(this);
    }
}
