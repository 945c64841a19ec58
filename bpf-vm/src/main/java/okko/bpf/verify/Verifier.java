package okko.bpf.verify;

import java.util.List;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.Structure;

/** Decides whether a program may run: the loop that asks the three questions at each instruction. */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies a program by the usual options; see {@link #verify(ProgramImage, VerifyOptions)}.
     *
     * @param image the program, linked
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image) {
        return verify(image, VerifyOptions.DEFAULT);
    }

    /**
     * Verifies a program: it may read the packet, and write it if its role says so.
     *
     * <p>Assumption that the caller must keep: every run gets a packet of 0 to 65,535 bytes, and its true length.
     *
     * @param image   the program, linked
     * @param options that it is held to
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image, VerifyOptions options) {
        return verify(image, options, StateLog.NONE);
    }

    /**
     * Verifies a program and tells what was known at each instruction; see {@link #verify(ProgramImage,
     * VerifyOptions)}.
     *
     * @param image   the program, linked
     * @param options that it is held to
     * @param log     told of each state, also behind a finding: what was found wanting is then taken for granted
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image, VerifyOptions options, StateLog log) {
        var findings = new Findings(image);
        List<CodeError> errors = Structure.errors(image.code());
        if (!errors.isEmpty()) {
            errors.forEach(error -> findings.add(error.pc(), error, ofStructure(error)));
            return new Verdict.Rejected(findings.list());
        }
        var functions = new CallGraph(image.code());
        functions.report(image, findings);
        if (!functions.isWalkable()) {
            return new Verdict.Rejected(findings.list());
        }
        return new Looks(image, options, functions, log).verdict();
    }

    private static Reason ofStructure(CodeError error) {
        return new Reason("a well-formed program", error.reason(), "compile the program again");
    }
}
