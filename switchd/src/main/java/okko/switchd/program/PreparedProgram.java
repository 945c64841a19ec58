package okko.switchd.program;

import java.util.List;
import okko.bpf.program.BpfProgram;

/**
 * A program that is ready to be installed, or the reasons why it is not; opaque to all but {@link ProgramStore}.
 */
public final class PreparedProgram {

    private final BpfProgram program;
    private final ProgramSource source;
    private final FilterCounters counters;
    private final List<String> refusal;

    PreparedProgram(BpfProgram program, ProgramSource source, FilterCounters counters, List<String> refusal) {
        this.program = program;
        this.source = source;
        this.counters = counters;
        this.refusal = refusal;
    }

    static PreparedProgram refused(String line) {
        return new PreparedProgram(null, null, null, List.of(line));
    }

    /** Null if it was refused. */
    BpfProgram program() {
        return program;
    }

    ProgramSource source() {
        return source;
    }

    FilterCounters counters() {
        return counters;
    }

    List<String> refusal() {
        return refusal;
    }
}
