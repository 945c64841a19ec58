package okko.bpf.verify;

import java.util.List;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.Structure;

/** Decides whether a program may run: the loop that asks the three questions at each instruction. */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies a program: it may read the packet, and write it if its ABI says so.
     *
     * <p>Assumption that the caller must keep: every run gets a packet of 0 to 65,535 bytes, and its true length.
     *
     * @param image the program, linked
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image) {
        var findings = new Findings(image);
        List<CodeError> errors = Structure.errors(image.code());
        if (!errors.isEmpty()) {
            errors.forEach(error -> findings.add(error.pc(), error, ofStructure(error)));
            return new Verdict.Rejected(findings.list());
        }
        var observations = new Observations(image);
        var functions = new CallGraph(image.code());
        functions.report(findings);
        if (!functions.isTooLarge()) {
            new Walk(image, functions, findings, observations).run();
            observations.report(findings);
        }
        return findings.isEmpty()
                ? new Verdict.Accepted(observations.analysis(functions.longestRun()))
                : new Verdict.Rejected(findings.list());
    }

    private static Reason ofStructure(CodeError error) {
        return new Reason("a well-formed program", error.reason(), "compile the program again");
    }
}
