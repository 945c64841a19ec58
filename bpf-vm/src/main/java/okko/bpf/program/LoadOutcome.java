package okko.bpf.program;

import java.util.List;
import okko.bpf.verify.Finding;

/** What became of an attempt to load a program. */
public sealed interface LoadOutcome {

    /**
     * The program is loaded; its maps exist.
     *
     * @param program to run and to close
     */
    record Loaded(BpfProgram program) implements LoadOutcome {}

    /**
     * The verifier refused the program.
     *
     * @param name     of the program
     * @param findings why, at least one
     */
    record Refused(String name, List<Finding> findings) implements LoadOutcome {}

    /**
     * The object file cannot be used, or a file that holds one of its maps.
     *
     * @param reason one line: what, where, what was expected
     */
    record Malformed(String reason) implements LoadOutcome {}
}
