package okko.switchd.program;

import java.util.List;
import okko.bpf.program.BpfProgram;

/**
 * A program that is ready to be installed, or the reasons why it is not; opaque to all but {@link ProgramStore}.
 */
public final class PreparedProgram {

    private final BpfProgram program;
    private final FilterEngine engine;
    private final FilterCounters counters;
    private final List<String> refusal;

    PreparedProgram(BpfProgram program, FilterEngine engine, FilterCounters counters, List<String> refusal) {
        this.program = program;
        this.engine = engine;
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

    FilterEngine engine() {
        return engine;
    }

    FilterCounters counters() {
        return counters;
    }

    List<String> refusal() {
        return refusal;
    }
}
